-- The files of the watched folder as they were at the last look; one that is the same at two looks is whole.
CREATE TABLE looked (
    name TEXT PRIMARY KEY NOT NULL,
    length INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT;

-- Ledgers of the watched folder that were checked, are clean, and wait for a person; the bytes are named by their hash.
CREATE TABLE waiting (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
