ALTER TABLE item DROP COLUMN exported;
DROP INDEX letter_of_policy;
