DROP TABLE waiting;
DROP TABLE looked;
