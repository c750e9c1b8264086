-- Filings that were handed to the political-legal committee of their bureau, each by the leaf that is the second receipt.
CREATE TABLE delivery (
    statement TEXT NOT NULL PRIMARY KEY,
    leaf BIGINT NOT NULL,
    at BIGINT NOT NULL
);
