-- What the log holds for this node: receipts and documents, verified before they are kept.
CREATE TABLE letter (
    leaf_index INTEGER PRIMARY KEY NOT NULL CHECK (leaf_index >= 0),
    receipt TEXT NOT NULL,
    document TEXT
) STRICT;

-- Pairs of checkpoints, both signed by the log, that cannot belong to one history. They are evidence and never deleted.
CREATE TABLE fork (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    verified TEXT NOT NULL,
    other TEXT NOT NULL,
    UNIQUE (verified, other)
) STRICT;
