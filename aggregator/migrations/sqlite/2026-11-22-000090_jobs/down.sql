ALTER TABLE verdict DROP COLUMN judged;
DROP TABLE job_run;
