-- Rows of the casebook that are paid for by their band (以案定补), with how they were performed.
CREATE TABLE casebook_band (
    statement TEXT NOT NULL,
    place INTEGER NOT NULL,
    band TEXT NOT NULL,
    performed TEXT,
    PRIMARY KEY (statement, place)
);

-- A sheet of a month: proposed by one person, approved by another, or withdrawn. Times are microseconds UTC.
CREATE TABLE subsidy_sheet (
    id TEXT PRIMARY KEY NOT NULL,
    campaign TEXT NOT NULL,
    month TEXT NOT NULL,
    state TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    approved_by TEXT,
    approved_at BIGINT
);
CREATE INDEX subsidy_sheet_by_month ON subsidy_sheet (campaign, month);

-- The cases of sheets: a case stands on one sheet, whoever proposes it again (无重复发放). Those of a withdrawn sheet are free again.
CREATE TABLE subsidy_line (
    bureau TEXT NOT NULL,
    form TEXT NOT NULL,
    case_no TEXT NOT NULL,
    sheet TEXT NOT NULL,
    mediator TEXT NOT NULL,
    band TEXT NOT NULL,
    fen BIGINT NOT NULL,
    closed TEXT NOT NULL,
    PRIMARY KEY (bureau, form, case_no)
);
CREATE INDEX subsidy_line_by_sheet ON subsidy_line (sheet, bureau, mediator, case_no);
