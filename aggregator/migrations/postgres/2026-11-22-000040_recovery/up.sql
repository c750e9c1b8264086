-- One row while the city is recovering after a restore; none while it is live.
CREATE TABLE recovery (
    one BIGINT NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL
);
