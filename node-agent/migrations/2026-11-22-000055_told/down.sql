DROP TABLE not_before;
DROP TABLE revoked;
ALTER TABLE item DROP COLUMN told;
ALTER TABLE item DROP COLUMN decision;
ALTER TABLE letter DROP COLUMN heeded;
