-- The rows of the ledgers in force, by the roles of their columns: what lists, chains of a dispute and analyses read. Written when
-- rows come into force and taken out when they cease to be; `latest` is the newest ledger that has the case, `head` the
-- procedure by which its dispute is counted.
CREATE TABLE casebook (
    statement TEXT NOT NULL,
    place INTEGER NOT NULL,
    bureau TEXT COLLATE "C" NOT NULL,
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    period_end TEXT NOT NULL,
    leaf BIGINT NOT NULL,
    case_no TEXT COLLATE "C" NOT NULL,
    matter TEXT,
    went_on TEXT,
    came_from TEXT,
    dispute TEXT,
    latest BOOLEAN NOT NULL,
    head BOOLEAN NOT NULL,
    opened TEXT COLLATE "C" NOT NULL,
    due TEXT,
    closed TEXT,
    followed TEXT,
    employer TEXT COLLATE "C",
    employer_code TEXT,
    employer_type TEXT,
    industry TEXT,
    cause TEXT,
    area TEXT,
    source TEXT,
    level TEXT,
    outcome TEXT,
    mediator TEXT,
    responsible TEXT,
    persons BIGINT,
    amount BIGINT,
    paid BIGINT,
    PRIMARY KEY (statement, place)
);
CREATE INDEX casebook_by_case ON casebook (case_no, bureau);
CREATE INDEX casebook_by_next ON casebook (went_on, bureau) WHERE went_on IS NOT NULL;
CREATE INDEX casebook_by_former ON casebook (came_from, bureau) WHERE came_from IS NOT NULL;
CREATE INDEX casebook_by_matter ON casebook (matter, bureau) WHERE matter IS NOT NULL;
CREATE INDEX casebook_by_dispute ON casebook (dispute, bureau) WHERE dispute IS NOT NULL;
CREATE INDEX casebook_by_code ON casebook (employer_code, opened) WHERE employer_code IS NOT NULL;
CREATE INDEX casebook_by_employer ON casebook (employer, opened) WHERE employer IS NOT NULL;
-- Lists, newest first; what they are narrowed by stands in the index.
CREATE INDEX casebook_list ON casebook (form, opened DESC, bureau, case_no, cause, industry, level, closed, latest) WHERE latest;
CREATE INDEX casebook_list_of_bureau ON casebook (bureau, form, opened DESC, case_no, cause, industry, level, closed, latest) WHERE latest;
-- Disputes counted once, and procedures by their channel.
CREATE INDEX casebook_disputes ON casebook (opened, bureau, form, cause, industry, employer_type, source, persons, amount, employer_code, head) WHERE head;
CREATE INDEX casebook_procedures ON casebook (opened, bureau, form, source, dispute, latest) WHERE latest AND dispute IS NOT NULL;

-- The statements whose rows are in it.
CREATE TABLE casebook_of (
    statement TEXT PRIMARY KEY NOT NULL
);
