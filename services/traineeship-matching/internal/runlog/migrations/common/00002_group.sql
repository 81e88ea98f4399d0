-- +goose Up
-- A group of people placed at once: "cohort ID", "team ID" or "everybody"; eligible is then how many were placed.
ALTER TABLE match_run ADD COLUMN people_group text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE match_run DROP COLUMN people_group;
