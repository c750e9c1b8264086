DROP TABLE casebook_of;
DROP TABLE casebook;
