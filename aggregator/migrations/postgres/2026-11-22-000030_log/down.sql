DROP TABLE scrub;
DROP INDEX leaf_by_addressee;
ALTER TABLE leaf DROP COLUMN addressee;
