-- Parts of content that is under way, one row each; `start` and `length` count packed bytes. Gone when the content is whole.
CREATE TABLE upload_chunk (
    node TEXT NOT NULL REFERENCES node (name),
    sha256 TEXT NOT NULL,
    start BIGINT NOT NULL,
    length BIGINT NOT NULL,
    received BIGINT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (node, sha256, start)
);
-- How much is under way is asked with every part; the parts themselves need not be read for it.
CREATE INDEX upload_chunk_sizes ON upload_chunk (node, sha256, length, received);
-- Statements whose rows are awaited or wait to be judged.
CREATE INDEX statement_receipted ON statement (leaf) WHERE state = 'receipted';
