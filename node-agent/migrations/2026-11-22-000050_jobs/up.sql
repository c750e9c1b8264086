-- One row a run of a job of the daemon. Whoever inserts it does the run; times are microseconds UTC. One that was
-- begun and not finished within a bound belonged to a process that is gone.
CREATE TABLE job_run (
    job TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    started INTEGER NOT NULL,
    finished INTEGER,
    outcome TEXT CHECK (outcome IN ('done', 'failed', 'broken')),
    PRIMARY KEY (job, due_at),
    CHECK ((finished IS NULL) = (outcome IS NULL))
) STRICT;

-- When the city last showed its key, in microseconds UTC of this clock.
ALTER TABLE contact ADD COLUMN met_at INTEGER;
