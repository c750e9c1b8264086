DROP TABLE prepared;
DELETE FROM waiting WHERE origin <> 'watched';
ALTER TABLE waiting DROP COLUMN origin;
ALTER TABLE waiting DROP COLUMN subject;
