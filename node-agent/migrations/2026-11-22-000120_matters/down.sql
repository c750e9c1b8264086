DROP TABLE matter_report;
DROP TABLE matter_shown;
ALTER TABLE item DROP COLUMN looked;
