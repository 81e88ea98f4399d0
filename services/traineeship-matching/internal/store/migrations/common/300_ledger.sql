-- +goose Up
-- The grant ledger: codes, hours and cents, nobody's name. A line is only ever added (301 enforces it).
CREATE TABLE grant_line (
    id          text PRIMARY KEY,
    traineeship text NOT NULL,
    term        text NOT NULL,
    month       text NOT NULL, -- 2026-11
    number      integer NOT NULL,
    kind        text NOT NULL,
    by_subject  text NOT NULL,
    role        text NOT NULL,
    at          timestamptz NOT NULL,
    minutes     integer NOT NULL,
    planned     integer NOT NULL,
    suspended   integer NOT NULL,
    thirtieths  integer NOT NULL,
    base_cents  bigint NOT NULL,
    decision    text NOT NULL,
    due_cents   bigint NOT NULL,
    cents       bigint NOT NULL, -- the sum over a month of a term is what is due
    rule        text NOT NULL,
    version     text NOT NULL,
    reason      text NOT NULL,
    UNIQUE (term, month, number)
);
CREATE INDEX grant_line_traineeship ON grant_line (traineeship);

-- Where each account stands, made from its lines in the same transaction.
CREATE TABLE grant_month (
    term           text NOT NULL,
    month          text NOT NULL,
    traineeship    text NOT NULL,
    state          text NOT NULL,
    lines          integer NOT NULL,
    minutes        integer NOT NULL,
    planned        integer NOT NULL,
    base_cents     bigint NOT NULL,
    due_cents      bigint NOT NULL,
    approved_cents bigint NOT NULL,
    exported_cents bigint NOT NULL,
    since          timestamptz NOT NULL,
    PRIMARY KEY (term, month)
);
CREATE INDEX grant_month_traineeship ON grant_month (traineeship);
CREATE INDEX grant_month_state ON grant_month (state, month);
CREATE INDEX grant_month_unpaid ON grant_month (month) WHERE approved_cents <> exported_cents;

-- What was handed to the paying office: written once, so that the same file can be made again.
CREATE TABLE grant_export (
    id      text PRIMARY KEY,
    month   text NOT NULL,
    number  integer NOT NULL,
    rows    integer NOT NULL,
    cents   bigint NOT NULL,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    UNIQUE (month, number)
);
CREATE TABLE grant_export_row (
    export      text NOT NULL REFERENCES grant_export (id),
    number      integer NOT NULL,
    traineeship text NOT NULL,
    reference   text NOT NULL,
    term        text NOT NULL,
    term_number integer NOT NULL,
    month       text NOT NULL,
    kind        text NOT NULL, -- payment or correction
    cents       bigint NOT NULL,
    rule        text NOT NULL,
    version     text NOT NULL,
    PRIMARY KEY (export, number)
);

-- +goose Down
DROP TABLE grant_export_row;
DROP TABLE grant_export;
DROP TABLE grant_month;
DROP TABLE grant_line;
