-- Whether the rows of an item are known to have stood (1), and whether they were looked through for what they say of
-- single matters (2); that is done once.
ALTER TABLE item ADD COLUMN looked INTEGER NOT NULL DEFAULT 0 CHECK (looked IN (0, 1, 2));
UPDATE item SET looked = 1 WHERE state = 'valid';

-- What an item's rows showed of special and major cases; the subject `-` if they showed none. `at` is when the item was
-- received, in microseconds UTC.
CREATE TABLE matter_shown (
    number INTEGER NOT NULL REFERENCES item (number),
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    grade TEXT NOT NULL,
    closed TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (number, subject, grade)
) STRICT;

-- Items that are reports of a matter, and whether each says that it is the last.
CREATE TABLE matter_report (
    number INTEGER PRIMARY KEY NOT NULL REFERENCES item (number),
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    grade TEXT NOT NULL,
    last INTEGER NOT NULL CHECK (last IN (0, 1)),
    at INTEGER NOT NULL
) STRICT;
