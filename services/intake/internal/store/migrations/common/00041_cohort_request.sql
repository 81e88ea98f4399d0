-- +goose Up
-- What a partner asks to be changed after submitting, and what the City answered; it stays on record.
CREATE TABLE cohort_request (
    id          text PRIMARY KEY,
    version     bigint NOT NULL,
    cohort      text NOT NULL REFERENCES cohort (id) ON DELETE CASCADE,
    trainee     text NOT NULL REFERENCES cohort_row (id) ON DELETE CASCADE,
    col         text NOT NULL,
    state       text NOT NULL,
    body        text NOT NULL, -- sealed: old and new value, why, the answer
    asked_at    timestamptz NOT NULL,
    asked_by    text NOT NULL,
    answered_at timestamptz,
    answered_by text NOT NULL DEFAULT ''
);
CREATE INDEX cohort_request_cohort ON cohort_request (cohort, asked_at, id);
CREATE INDEX cohort_request_state ON cohort_request (state, asked_at);

-- +goose Down
DROP TABLE cohort_request;
