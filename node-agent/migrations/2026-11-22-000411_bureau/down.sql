DROP TABLE bureau;
