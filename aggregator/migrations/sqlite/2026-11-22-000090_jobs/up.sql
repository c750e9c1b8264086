-- One row a run of a job. Whoever inserts it does the run; times are microseconds UTC. One that was begun, not ended and
-- not heard of for a while belonged to a process that is gone. `tries` counts how often the run was begun.
CREATE TABLE job_run (
    job TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    started BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    ended BIGINT,
    outcome TEXT,
    note TEXT NOT NULL,
    PRIMARY KEY (job, due_at)
);

-- When the rows were judged; unknown for what was judged before this was kept.
ALTER TABLE verdict ADD COLUMN judged BIGINT;
