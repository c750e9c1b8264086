-- Logs that ended and went on under another name: the note that says so, and every checkpoint of the ended one.
CREATE TABLE epoch (
    origin TEXT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE TABLE former_checkpoint (
    origin TEXT NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (origin, size)
);
