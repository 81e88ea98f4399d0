-- +goose Up
-- What was found, part by part, sealed: a run can be read and exported as it was made. The weights of the run, by part.
ALTER TABLE match_run ADD COLUMN weight_parts text NOT NULL DEFAULT '';
ALTER TABLE match_run ADD COLUMN results text NOT NULL DEFAULT '';
CREATE INDEX match_run_opening ON match_run (opening, at);

-- What was decided on a run, by whom, and why somebody who stood higher was passed over. Ids and codes only.
CREATE TABLE run_decision (
    id          text PRIMARY KEY,
    run         text NOT NULL,
    at          timestamp NOT NULL,
    subject     text NOT NULL,
    entry       text NOT NULL,
    person      text NOT NULL,
    opening     text NOT NULL,
    act         text NOT NULL,
    reason      text NOT NULL DEFAULT '',
    skip_reason text NOT NULL DEFAULT '', -- why this person though others stood higher
    override    text NOT NULL DEFAULT '',
    higher      integer NOT NULL,
    above       text NOT NULL DEFAULT ''  -- ids of people who stood higher and were passed over
);
CREATE INDEX run_decision_run ON run_decision (run);
CREATE INDEX run_decision_person ON run_decision (person, at);
CREATE INDEX run_decision_opening ON run_decision (opening, at);
CREATE INDEX run_decision_at ON run_decision (at);

-- +goose Down
DROP TABLE run_decision;
DROP INDEX match_run_opening;
ALTER TABLE match_run DROP COLUMN results;
ALTER TABLE match_run DROP COLUMN weight_parts;
