-- +goose Up
-- What became of somebody months after a traineeship: days and codes.
CREATE TABLE follow_up (
    id          text PRIMARY KEY, -- its step's
    traineeship text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    months      integer NOT NULL,
    due_on      date NOT NULL,
    asked_on    date,
    answer      text NOT NULL DEFAULT '',
    answer_on   date,
    by_subject  text NOT NULL DEFAULT '',
    party       text NOT NULL DEFAULT '',
    UNIQUE (traineeship, months)
);
CREATE INDEX follow_up_waiting ON follow_up (traineeship) WHERE answer = '' AND asked_on IS NOT NULL;

-- +goose Down
DROP TABLE follow_up;
