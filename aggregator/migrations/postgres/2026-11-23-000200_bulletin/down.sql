DROP TABLE bulletin;
