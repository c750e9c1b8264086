DROP TABLE explanation;
DROP TABLE mapping;
DROP TABLE contact;
DROP TABLE checkpoint;
DROP TABLE item;
DROP TABLE content;
