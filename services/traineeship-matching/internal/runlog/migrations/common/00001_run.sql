-- +goose Up
-- Who asked for a match, when, with which versions, and what came of it. Ids and numbers only.
CREATE TABLE match_run (
    id          text PRIMARY KEY,
    at          timestamp NOT NULL,
    subject     text NOT NULL,
    direction   text NOT NULL, -- person: openings for a person; opening: people for an opening; pair: one of each
    person      text NOT NULL DEFAULT '',
    opening     text NOT NULL DEFAULT '',
    via         text NOT NULL,
    rules       text NOT NULL,
    weights     text NOT NULL,
    taxonomy    text NOT NULL,
    input_hash  text NOT NULL, -- of the documents that were judged
    scored      integer NOT NULL,
    eligible    integer NOT NULL,
    not_enough  integer NOT NULL,
    blocked     integer NOT NULL,
    shown       text NOT NULL  -- JSON: id, version and total of what was shown, in order
);
CREATE INDEX match_run_person ON match_run (person, at);
CREATE INDEX match_run_at ON match_run (at);

-- +goose Down
DROP TABLE match_run;
