DROP TABLE directive_feedback;
DROP INDEX directive_by_department;
ALTER TABLE directive DROP COLUMN department;
ALTER TABLE directive_draft DROP COLUMN department;
DROP INDEX task_report_by_department;
DROP TABLE news;
ALTER TABLE task_report DROP COLUMN entered;
ALTER TABLE account DROP COLUMN department;
