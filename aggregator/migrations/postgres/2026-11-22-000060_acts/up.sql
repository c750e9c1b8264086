-- Texts whose hash is the digest of a leaf.
CREATE TABLE IF NOT EXISTS document (
    sha256 TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
);
-- Filings sent back: by when each is to be amended, and the document that says why.
CREATE TABLE returned (
    statement TEXT NOT NULL PRIMARY KEY REFERENCES statement (id),
    until TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (sha256)
);
