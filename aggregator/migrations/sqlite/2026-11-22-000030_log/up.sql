-- Texts whose hash is the digest of a leaf.
CREATE TABLE IF NOT EXISTS document (
    sha256 TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
);

-- To whom a leaf goes, beside its text, so that an addressee's letters are found without reading every leaf.
ALTER TABLE leaf ADD COLUMN addressee TEXT NOT NULL DEFAULT '';
UPDATE leaf SET addressee = substr(entry, instr(entry, char(10) || 'addressee ') + 11);
UPDATE leaf SET addressee = substr(addressee, 1, instr(addressee, char(10)) - 1);
CREATE INDEX leaf_by_addressee ON leaf (addressee, leaf_index);

-- What recomputing the whole log found, run by run. `faults` is JSON; `more` counts what it has no room for.
CREATE TABLE scrub (
    started BIGINT NOT NULL PRIMARY KEY,
    ended BIGINT NOT NULL,
    leaves BIGINT NOT NULL,
    checkpoints BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    statements BIGINT NOT NULL,
    faults TEXT NOT NULL,
    more BIGINT NOT NULL
);
