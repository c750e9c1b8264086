DROP TABLE former_receipt;
DROP TABLE former_letter;
DROP TABLE former_checkpoint;
DROP TABLE epoch;
