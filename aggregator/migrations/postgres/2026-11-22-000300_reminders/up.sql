-- Steps of reminding that were made: each once for an obligation, whoever was first.
CREATE TABLE reminder_step (
    bureau TEXT NOT NULL REFERENCES bureau (code),
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    step TEXT NOT NULL,
    made BIGINT NOT NULL,
    PRIMARY KEY (bureau, form, period, subject, step)
);

-- Messages on their way: one row a digest, channel and address. `about` names the obligations; what is done of them by the
-- time it goes is left out. Nothing is sent before `next_try`; whoever sends puts that ahead first.
CREATE TABLE message (
    id TEXT NOT NULL PRIMARY KEY,
    bureau TEXT NOT NULL REFERENCES bureau (code),
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    step TEXT NOT NULL,
    about TEXT NOT NULL,
    made BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_try BIGINT NOT NULL,
    ended BIGINT,
    note TEXT NOT NULL
);
CREATE INDEX message_waits ON message (state, next_try);
CREATE INDEX message_made ON message (bureau, made);

-- Where a bureau is reached outside of the program. Addresses of offices and posts.
CREATE TABLE contact (
    bureau TEXT NOT NULL REFERENCES bureau (code),
    post TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (bureau, post, channel, address)
);
