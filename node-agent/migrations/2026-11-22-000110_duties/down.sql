DROP INDEX letter_of_duty;
