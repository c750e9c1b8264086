-- Documents that bureaus bring to tasks of a campaign (配套方案); rows are added and never changed. Times are microseconds UTC.
CREATE TABLE plan (
    id TEXT NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL,
    task TEXT NOT NULL,
    bureau TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    at BIGINT NOT NULL,
    brought_by TEXT NOT NULL
);
CREATE INDEX plan_by_task ON plan (campaign, task, at);
CREATE INDEX plan_by_bureau ON plan (campaign, bureau, at);
