-- What a department reports of a task of a campaign; rows are added and never changed. `bureau` is `-` unless the department
-- stands for every bureau. Times are microseconds UTC.
CREATE TABLE task_report (
    id TEXT NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL,
    task TEXT NOT NULL,
    department TEXT NOT NULL,
    bureau TEXT NOT NULL,
    said TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    written_by TEXT NOT NULL
);
CREATE INDEX task_report_by_campaign ON task_report (campaign, at);
