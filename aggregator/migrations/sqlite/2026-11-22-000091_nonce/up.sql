-- Signatures of requests that changed something: each stands once, whichever process it comes to. `at` is in microseconds
-- UTC; what is older than any signature may be is swept.
CREATE TABLE nonce (
    node TEXT NOT NULL,
    value TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (node, value)
);
CREATE INDEX nonce_by_age ON nonce (at);

-- Version of the node's program, as it said last.
ALTER TABLE node ADD COLUMN program TEXT;
