DROP TABLE former_checkpoint;
DROP TABLE epoch;
