-- A sealed statement that waits for the signature of the bureau's leader; it is not sent.
ALTER TABLE item ADD COLUMN unsigned INTEGER NOT NULL DEFAULT 0 CHECK (unsigned IN (0, 1));
