DROP TABLE fork;
DROP TABLE letter;
