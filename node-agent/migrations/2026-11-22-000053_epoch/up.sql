-- Notes with which logs of the city ended and went on under another name, by the name of the one that ended.
CREATE TABLE epoch (
    origin TEXT PRIMARY KEY NOT NULL,
    note TEXT NOT NULL
) STRICT;

-- What was verified of logs that ended. Evidence, and never deleted.
CREATE TABLE former_checkpoint (
    origin TEXT NOT NULL,
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (origin, size)
) STRICT;
CREATE TABLE former_letter (
    origin TEXT NOT NULL,
    leaf_index INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    document TEXT,
    PRIMARY KEY (origin, leaf_index)
) STRICT;

-- The receipt of a statement whose leaf was lost: it proves the first time.
CREATE TABLE former_receipt (
    statement TEXT PRIMARY KEY NOT NULL,
    receipt TEXT NOT NULL
) STRICT;
