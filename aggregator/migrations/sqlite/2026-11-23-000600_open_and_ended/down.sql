DROP INDEX casebook_ended;
DROP INDEX casebook_open;
