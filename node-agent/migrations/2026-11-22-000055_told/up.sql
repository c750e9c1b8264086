-- Which letters have been heeded; those kept before this was written are heeded with the next ones.
ALTER TABLE letter ADD COLUMN heeded INTEGER NOT NULL DEFAULT 0 CHECK (heeded IN (0, 1));

-- What the city decided of an item that its state does not say: `confirmed`, `defaulted`, or for one sent back the day by
-- which to amend it. `told` is the leaf that said so.
ALTER TABLE item ADD COLUMN decision TEXT;
ALTER TABLE item ADD COLUMN told INTEGER;

-- Keys that letters said were revoked.
CREATE TABLE revoked (
    verify_key TEXT PRIMARY KEY NOT NULL,
    leaf_index INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Before when the city wants to be asked nothing more, in microseconds UTC of this clock, and when it said so.
CREATE TABLE not_before (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    asked_at INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT;
