DROP TABLE subsidy_line;
DROP TABLE subsidy_sheet;
DROP TABLE casebook_band;
