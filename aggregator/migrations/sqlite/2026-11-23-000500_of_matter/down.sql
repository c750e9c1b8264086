DROP INDEX statement_of_matter;
