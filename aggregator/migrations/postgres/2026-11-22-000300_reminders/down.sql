DROP TABLE contact;
DROP TABLE message;
DROP TABLE reminder_step;
