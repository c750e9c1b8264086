DROP TABLE task_report;
