-- A token is for one log, one bureau and one role; one that was tried with a second key is burned.
ALTER TABLE token ADD COLUMN role TEXT NOT NULL DEFAULT 'agent';
ALTER TABLE token ADD COLUMN log_key TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN burned BIGINT;

-- A key that waits for approval has no leaf. `suspect_since` is what a revocation says.
ALTER TABLE node RENAME COLUMN leaf TO leaf_before;
ALTER TABLE node ADD COLUMN leaf BIGINT;
UPDATE node SET leaf = leaf_before;
ALTER TABLE node DROP COLUMN leaf_before;
ALTER TABLE node ADD COLUMN role TEXT NOT NULL DEFAULT 'agent';
ALTER TABLE node ADD COLUMN token TEXT;
ALTER TABLE node ADD COLUMN suspect_since BIGINT;

-- Every key there ever was, by its point, so that none comes back in another name or role. `leaf` admitted it.
CREATE TABLE node_key (
    point TEXT NOT NULL PRIMARY KEY,
    node TEXT NOT NULL REFERENCES node (name),
    verify_key TEXT NOT NULL,
    leaf BIGINT,
    ended BIGINT
);
INSERT INTO node_key (point, node, verify_key, leaf, ended) SELECT substr(verify_key, -44), name, verify_key, leaf, NULL FROM node;
CREATE INDEX node_key_of_node ON node_key (node);

-- Texts whose hash is the digest of a leaf.
CREATE TABLE document (
    sha256 TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
);

-- What was refused, and what was done about keys. Rows are added and never changed.
CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
