-- Workbooks the city has made of its ledgers and stands for; the leaf fixes their hash. Times are microseconds UTC.
CREATE TABLE issued_list (
    sha256 TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    count BIGINT NOT NULL,
    bytes BLOB NOT NULL,
    leaf BIGINT NOT NULL,
    at BIGINT NOT NULL,
    issued_by TEXT NOT NULL
);
CREATE INDEX issued_list_by_time ON issued_list (at);
