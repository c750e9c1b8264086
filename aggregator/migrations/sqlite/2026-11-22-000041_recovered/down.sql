ALTER TABLE statement DROP COLUMN figures_awaited;
DROP TABLE log_fork;
DROP TABLE reported;
DROP TABLE recovered_checkpoint;
DROP TABLE recovered;
