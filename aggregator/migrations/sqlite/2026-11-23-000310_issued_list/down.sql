DROP TABLE issued_list;
