-- What nodes gave back while the city is recovering, proven by the log's own key; empty while it is live. `act` is the
-- leaf's, `node` whoever gave it.
CREATE TABLE recovered (
    leaf_index BIGINT NOT NULL PRIMARY KEY,
    act TEXT NOT NULL,
    receipt TEXT NOT NULL,
    document TEXT,
    node TEXT NOT NULL
);
CREATE TABLE recovered_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    node TEXT NOT NULL
);
-- Who has reported everything, and the key the report was signed with.
CREATE TABLE reported (
    node TEXT NOT NULL PRIMARY KEY,
    point TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- Two things the log signed that cannot belong to one history, and who showed the second. Evidence: never deleted.
CREATE TABLE log_fork (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    node TEXT NOT NULL,
    place BIGINT NOT NULL,
    here TEXT NOT NULL,
    shown TEXT NOT NULL
);

-- Hash of the findings the log holds of a statement whose rows were lost: its figures are not here until they come again.
ALTER TABLE statement ADD COLUMN figures_awaited TEXT;
