-- Bulletins: proposed by one person, issued under a number of their year by another, or withdrawn. `content` is the JSON of
-- everything one says, whose hash the log fixes; it is null where a restore has lost it. Times are microseconds UTC.
CREATE TABLE bulletin (
    id TEXT PRIMARY KEY NOT NULL,
    campaign TEXT NOT NULL,
    period TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    content TEXT,
    sha256 TEXT NOT NULL,
    year INTEGER,
    number INTEGER,
    leaf BIGINT,
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    issued_by TEXT,
    issued_at BIGINT
);
CREATE UNIQUE INDEX bulletin_by_number ON bulletin (year, number);
CREATE INDEX bulletin_by_campaign ON bulletin (campaign, proposed_at);
