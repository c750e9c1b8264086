DROP INDEX letter_of_policy;
