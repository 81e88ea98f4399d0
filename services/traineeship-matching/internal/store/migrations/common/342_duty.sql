-- +goose Up
-- What a decision or an end makes somebody do within a few days (TR-16).
CREATE TABLE duty (
    id          text PRIMARY KEY,
    traineeship text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    term        text NOT NULL,
    kind        text NOT NULL, -- 'addendum' or 'communication'
    event       text NOT NULL,
    event_on    date NOT NULL,
    due_on      date NOT NULL,
    done_on     date,
    reference   text NOT NULL DEFAULT '',
    by_subject  text NOT NULL DEFAULT ''
);
CREATE INDEX duty_open ON duty (traineeship, due_on) WHERE done_on IS NULL;

-- +goose Down
DROP TABLE duty;
