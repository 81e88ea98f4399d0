-- +goose Up
-- The team that checks a partner's cohorts; '' when only who leads the teams can.
ALTER TABLE partner ADD COLUMN team text NOT NULL DEFAULT '';

-- Of people whom a partner proposed from abroad: whose they are, and what the rules on Art. 27 need.
ALTER TABLE person ADD COLUMN partner text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN cohort text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN title_on date;
CREATE INDEX person_partner ON person (partner, waiting_since, id);

CREATE TABLE cohort (
    id           text PRIMARY KEY,
    version      bigint NOT NULL,
    partner      text NOT NULL REFERENCES partner (id),
    title        text NOT NULL,
    state        text NOT NULL,
    demo         boolean NOT NULL DEFAULT false,
    submitted_on date,
    request_key  text UNIQUE,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL
);
CREATE INDEX cohort_partner ON cohort (partner, created_at, id);
CREATE INDEX cohort_state ON cohort (state, created_at, id);

-- The file that was sent last, until it has been read whole: no file is lost while its columns are asked about.
CREATE TABLE cohort_file (
    cohort   text PRIMARY KEY REFERENCES cohort (id) ON DELETE CASCADE,
    content  text NOT NULL, -- sealed
    sent_at  timestamptz NOT NULL
);

CREATE TABLE cohort_row (
    id              text PRIMARY KEY,
    cohort          text NOT NULL REFERENCES cohort (id) ON DELETE CASCADE,
    version         bigint NOT NULL,
    number          integer NOT NULL,
    cells           text NOT NULL,  -- sealed
    findings        text NOT NULL,  -- codes by column, never what stands in a cell
    result          text NOT NULL,
    known           boolean NOT NULL,
    source          text NOT NULL,  -- keyed digest of the line that was read
    ref_index       text NOT NULL,  -- blind index of the partner's own reference, '' for none
    person_index    text NOT NULL,  -- blind index of name and date of birth, '' for none
    decision        text NOT NULL,
    reason          text NOT NULL,  -- sealed
    person          text NOT NULL,
    profile_pending boolean NOT NULL,
    papers          text NOT NULL   -- sealed
);
CREATE INDEX cohort_row_cohort ON cohort_row (cohort, number);
CREATE INDEX cohort_row_ref ON cohort_row (ref_index);
CREATE INDEX cohort_row_person ON cohort_row (person_index);

-- What a partner said that its own headings mean.
CREATE TABLE partner_heading (
    partner text NOT NULL REFERENCES partner (id) ON DELETE CASCADE,
    heading text NOT NULL,
    meaning text NOT NULL,
    PRIMARY KEY (partner, heading)
);

-- +goose Down
DROP TABLE partner_heading;
DROP TABLE cohort_row;
DROP TABLE cohort_file;
DROP TABLE cohort;
DROP INDEX person_partner;
ALTER TABLE person DROP COLUMN title_on;
ALTER TABLE person DROP COLUMN cohort;
ALTER TABLE person DROP COLUMN partner;
ALTER TABLE partner DROP COLUMN team;
