-- +goose Up
-- What people ask to have put right in their files, and the answers.
CREATE TABLE correction (
    id          text PRIMARY KEY,
    version     bigint NOT NULL,
    person      text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    item        text NOT NULL,
    request     text NOT NULL, -- sealed
    asked_at    timestamptz NOT NULL,
    state       text NOT NULL,
    answer      text NOT NULL, -- sealed, empty while there is none
    answered_at timestamptz,
    answered_by text NOT NULL
);
CREATE INDEX correction_person ON correction (person, asked_at);
CREATE INDEX correction_open ON correction (state, asked_at);

-- +goose Down
DROP TABLE correction;
