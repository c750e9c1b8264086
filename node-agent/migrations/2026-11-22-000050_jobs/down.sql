ALTER TABLE contact DROP COLUMN met_at;
DROP TABLE job_run;
