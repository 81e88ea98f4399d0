-- +goose Up
-- What was seen and done, by whom. Rows are added and never changed.
CREATE TABLE audit_event (
    id      text        PRIMARY KEY,
    at      timestamptz NOT NULL,
    subject text        NOT NULL,
    service text        NOT NULL,
    action  text        NOT NULL,
    kind    text        NOT NULL,
    record  text        NOT NULL,
    person  text        NOT NULL,
    detail  text        NOT NULL,
    trace   text        NOT NULL
);
CREATE INDEX audit_event_person ON audit_event (person, id);
CREATE INDEX audit_event_subject ON audit_event (subject, id);

-- Events that the chain does not hold yet; emptied every second.
CREATE TABLE audit_waiting (event text PRIMARY KEY);

-- The chain: each link authenticates its event and the link before it.
CREATE TABLE audit_link (
    seq   bigint PRIMARY KEY,
    event text   NOT NULL UNIQUE,
    tag   bytea  NOT NULL
);

-- +goose Down
DROP TABLE audit_link;
DROP TABLE audit_waiting;
DROP TABLE audit_event;
