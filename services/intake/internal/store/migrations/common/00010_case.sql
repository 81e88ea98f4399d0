-- +goose Up
-- How colleagues are called, beside the issuer's subject.
ALTER TABLE staff ADD COLUMN name text NOT NULL DEFAULT '';

-- Who follows the person, how much support was agreed, what the person declared ('' when not asked), and the file
-- that this one was merged into.
ALTER TABLE person ADD COLUMN tutor text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN level text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN unemployed text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN in_milan text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN merged_into text NOT NULL DEFAULT '';
CREATE INDEX person_tutor ON person (state, tutor, team);

CREATE TABLE level_change (
    person text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at     timestamptz NOT NULL,
    level  text NOT NULL,
    author text NOT NULL,
    PRIMARY KEY (person, at)
);

-- +goose Down
DROP TABLE level_change;
DROP INDEX person_tutor;
ALTER TABLE person DROP COLUMN merged_into;
ALTER TABLE person DROP COLUMN in_milan;
ALTER TABLE person DROP COLUMN unemployed;
ALTER TABLE person DROP COLUMN level;
ALTER TABLE person DROP COLUMN tutor;
ALTER TABLE staff DROP COLUMN name;
