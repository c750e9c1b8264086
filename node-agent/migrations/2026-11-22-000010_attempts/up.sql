-- Requests that were sent for a statement so far, whatever became of them.
ALTER TABLE item ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0);
