-- +goose Up
CREATE TABLE appointment (
    id          text PRIMARY KEY,
    version     bigint NOT NULL,
    person      text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    team        text NOT NULL,
    starts_at   timestamptz NOT NULL,
    minutes     integer NOT NULL,
    place       text NOT NULL,
    kind        text NOT NULL,
    staff       text NOT NULL, -- with whom: a subject
    state       text NOT NULL,
    reminder    text NOT NULL, -- id of the message that reminds of it
    merged_from text NOT NULL DEFAULT '', -- the person whose it was before a merge
    request_key text UNIQUE,
    changed_at  timestamptz NOT NULL
);
CREATE INDEX appointment_person ON appointment (person, starts_at);
CREATE INDEX appointment_team ON appointment (team, starts_at);
CREATE INDEX appointment_open ON appointment (state, starts_at);

-- +goose Down
DROP TABLE appointment;
