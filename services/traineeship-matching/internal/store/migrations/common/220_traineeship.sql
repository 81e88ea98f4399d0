-- +goose Up
-- A traineeship: ids, dates and codes. Names and free words are sealed.
CREATE TABLE traineeship (
    id              text PRIMARY KEY,
    version         bigint NOT NULL,
    person          text NOT NULL,
    team            text NOT NULL,
    trainee_name    text NOT NULL DEFAULT '', -- sealed: as it stands in the papers, for the host
    company         text NOT NULL,
    opening         text NOT NULL DEFAULT '',
    entry           text NOT NULL DEFAULT '',
    type            text NOT NULL,
    state           text NOT NULL,
    start           date NOT NULL,
    months          integer NOT NULL,
    hours_week      integer NOT NULL,
    host_tutor      text NOT NULL, -- sealed
    city_tutor      text NOT NULL DEFAULT '',
    allowance_cents bigint NOT NULL,
    higher_level    boolean NOT NULL DEFAULT false,
    opinion         boolean NOT NULL DEFAULT false,
    due_on          date NOT NULL, -- the day that matters next: the start before it, the open term's last day after it
    ended_on        date,
    outcome         text NOT NULL DEFAULT '',
    early_reason    text NOT NULL DEFAULT '',
    acknowledged_by text NOT NULL DEFAULT '',
    attested_on     date,
    papers          text NOT NULL DEFAULT '', -- sealed: the reasons of what was passed over stand in it
    answers         text NOT NULL DEFAULT '[]',
    opened_at       timestamptz NOT NULL,
    opened_by       text NOT NULL DEFAULT '',
    request_key     text UNIQUE, -- of the call that opened it, so that a double click opens one
    demo            boolean NOT NULL DEFAULT false
);
CREATE INDEX traineeship_due ON traineeship (state, due_on, id);
CREATE INDEX traineeship_person ON traineeship (person);
CREATE INDEX traineeship_company ON traineeship (company, due_on);
CREATE INDEX traineeship_opening ON traineeship (opening);

CREATE TABLE term (
    id          text PRIMARY KEY,
    traineeship text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    number      integer NOT NULL,
    start       date NOT NULL,
    planned_end date NOT NULL,
    actual_end  date,
    months      integer NOT NULL,
    state       text NOT NULL,
    outcome     text NOT NULL DEFAULT '',
    UNIQUE (traineeship, number)
);

CREATE TABLE renewal_request (
    id          text PRIMARY KEY,
    traineeship text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    term        text NOT NULL,
    state       text NOT NULL,
    asked_by    text NOT NULL,
    asked_on    date NOT NULL,
    consents    text NOT NULL, -- JSON: party to day
    ceiling     integer NOT NULL,
    why         text NOT NULL,
    rules       text NOT NULL
);
CREATE INDEX renewal_request_traineeship ON renewal_request (traineeship);

CREATE TABLE term_decision (
    id            text PRIMARY KEY,
    traineeship   text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    term          text NOT NULL,
    request       text NOT NULL DEFAULT '',
    outcome       text NOT NULL,
    months        integer NOT NULL,
    reason        text NOT NULL,
    override      text NOT NULL DEFAULT '', -- sealed
    ceiling       integer NOT NULL,
    why           text NOT NULL,
    rules         text NOT NULL,
    by_subject    text NOT NULL,
    role          text NOT NULL,
    at            timestamptz NOT NULL,
    request_key   text NOT NULL DEFAULT '',
    revoked_at    timestamptz,
    revoked_by    text NOT NULL DEFAULT '',
    revoke_reason text NOT NULL DEFAULT ''  -- sealed
);
-- Nothing is decided twice: one decision in force for each term.
CREATE UNIQUE INDEX term_decision_once ON term_decision (term) WHERE revoked_at IS NULL;
CREATE INDEX term_decision_traineeship ON term_decision (traineeship);

CREATE TABLE suspension (
    id          text PRIMARY KEY,
    traineeship text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    cause       text NOT NULL, -- sealed: an illness is nobody else's business
    from_day    date NOT NULL,
    until_day   date NOT NULL,
    over        boolean NOT NULL
);
CREATE UNIQUE INDEX suspension_one ON suspension (traineeship) WHERE NOT over;

-- SQL is the calendar: a step is woken when it is due.
CREATE TABLE step (
    id          text PRIMARY KEY,
    traineeship text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    term        text NOT NULL,
    kind        text NOT NULL,
    due_at      timestamptz NOT NULL,
    state       text NOT NULL,
    attempts    integer NOT NULL DEFAULT 0,
    version     bigint NOT NULL,
    acted_at    timestamptz
);
CREATE INDEX step_due ON step (due_at, id) WHERE state = 'open';
CREATE INDEX step_traineeship ON step (traineeship);

-- What is to be told to a peer: letters to a person or a company, and how many seats of an opening are taken.
CREATE TABLE outgoing (
    id          text PRIMARY KEY, -- also the letter's: the same again is the same letter
    traineeship text NOT NULL DEFAULT '',
    target      text NOT NULL,    -- 'person', 'company' or 'seats'
    target_id   text NOT NULL,
    kind        text NOT NULL,
    day         date,
    made_at     timestamptz NOT NULL,
    next_at     timestamptz NOT NULL,
    attempts    integer NOT NULL DEFAULT 0,
    sent_at     timestamptz
);
CREATE INDEX outgoing_waiting ON outgoing (next_at, id) WHERE sent_at IS NULL;
CREATE INDEX outgoing_traineeship ON outgoing (traineeship);

CREATE TABLE hire (
    id          text PRIMARY KEY,
    person      text NOT NULL,
    team        text NOT NULL,
    company     text NOT NULL DEFAULT '',
    employer    text NOT NULL DEFAULT '', -- sealed
    opening     text NOT NULL DEFAULT '',
    entry       text NOT NULL DEFAULT '',
    traineeship text NOT NULL DEFAULT '',
    kind        text NOT NULL,
    start       date NOT NULL,
    end_on      date,
    hours_week  integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL DEFAULT '',
    request_key text UNIQUE,
    demo        boolean NOT NULL DEFAULT false
);
CREATE INDEX hire_start ON hire (start, id);
CREATE INDEX hire_person ON hire (person);

-- +goose Down
DROP TABLE hire;
DROP TABLE outgoing;
DROP TABLE step;
DROP TABLE suspension;
DROP TABLE term_decision;
DROP TABLE renewal_request;
DROP TABLE term;
DROP TABLE traineeship;
