ALTER TABLE verdict DROP COLUMN opening_cases;
