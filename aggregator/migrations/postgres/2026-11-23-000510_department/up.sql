-- Departments of the campaign as reporters: which department an account is for, who entered what is reported of a task, what
-- departments tell (动态信息), and what is put to them and answered by them. What they add is never changed.
ALTER TABLE account ADD COLUMN department TEXT;
ALTER TABLE task_report ADD COLUMN entered TEXT NOT NULL DEFAULT 'staff';

CREATE TABLE news (
    id TEXT NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL,
    department TEXT NOT NULL,
    task TEXT,
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    written_by TEXT NOT NULL
);
CREATE INDEX news_by_time ON news (campaign, at);
CREATE INDEX news_by_department ON news (campaign, department, at);
CREATE INDEX news_by_day ON news (campaign, day);
CREATE INDEX task_report_by_department ON task_report (campaign, department, at);

-- Where something is put to a department, its bureau is `-`.
ALTER TABLE directive_draft ADD COLUMN department TEXT;
ALTER TABLE directive ADD COLUMN department TEXT;
CREATE INDEX directive_by_department ON directive (department) WHERE department IS NOT NULL;

-- What departments answer: each a leaf, whose document says all of it.
CREATE TABLE directive_feedback (
    leaf BIGINT NOT NULL PRIMARY KEY,
    serial TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (sha256),
    at BIGINT NOT NULL,
    answered_by TEXT NOT NULL
);
CREATE INDEX directive_feedback_by_serial ON directive_feedback (serial);
