-- +goose Up
-- What counsellors fixed and forbade where a group of people is placed at once. Ids only.
CREATE TABLE assignment_plan (
    people_group text PRIMARY KEY, -- "cohort ID", "team ID" or "everybody"
    version      bigint NOT NULL,
    overrides    text NOT NULL,    -- JSON: person, opening, fixed or forbidden, by whom and when
    changed_at   timestamp NOT NULL,
    changed_by   text NOT NULL
);

-- +goose Down
DROP TABLE assignment_plan;
