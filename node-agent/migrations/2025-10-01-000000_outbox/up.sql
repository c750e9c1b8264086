-- Sealed bytes, compressed as they are sent; named by the hash of the uncompressed bytes.
CREATE TABLE content (
    sha256 TEXT PRIMARY KEY NOT NULL,
    length INTEGER NOT NULL CHECK (length >= 0),
    packed BLOB NOT NULL
) STRICT;

-- One row a statement, in the order of sealing. `learnt` ones were sealed by this node before its store was
-- lost, or by another: the city named them as the head in force.
CREATE TABLE item (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    statement TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    note TEXT NOT NULL,
    content TEXT REFERENCES content (sha256),
    learnt INTEGER NOT NULL CHECK (learnt IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN (
        'sealed', 'receipted', 'stored', 'valid', 'invalid', 'returned', 'voided', 'superseded', 'adopted', 'blocked',
        'quarantined'
    )),
    problem TEXT CHECK ((problem IS NOT NULL) = (state = 'blocked')),
    said TEXT,
    receipt TEXT CHECK (receipt IS NOT NULL OR state IN ('sealed', 'adopted', 'blocked', 'quarantined')),
    findings TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX item_of_filing ON item (form, period, subject, revision);

-- Checkpoints of the log that were verified; statements name the newest.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY NOT NULL,
    root TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;

-- How far the city's signed time was from this clock at the last contact.
CREATE TABLE contact (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    skew_ms INTEGER NOT NULL
) STRICT;

-- Which column is which, as a person said it.
CREATE TABLE mapping (
    form TEXT NOT NULL,
    mapping TEXT NOT NULL,
    PRIMARY KEY (form, mapping)
) STRICT;

-- Reasons a person gave for findings of a ledger.
CREATE TABLE explanation (
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    code TEXT NOT NULL,
    case_no TEXT NOT NULL,
    given TEXT NOT NULL,
    PRIMARY KEY (form, period, subject, code, case_no)
) STRICT;
