DROP TABLE given_back;
DROP TABLE collected;
