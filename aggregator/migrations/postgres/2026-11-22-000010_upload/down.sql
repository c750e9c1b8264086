DROP INDEX statement_receipted;
DROP TABLE upload_chunk;
