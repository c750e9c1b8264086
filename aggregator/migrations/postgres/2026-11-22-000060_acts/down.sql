DROP TABLE returned;
