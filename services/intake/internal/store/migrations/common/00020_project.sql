-- +goose Up
-- Goal, learning and the texts of the actions are sealed in one document; what a list of late actions needs stands apart.
CREATE TABLE project (
    person     text PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    version    bigint NOT NULL,
    document   text NOT NULL, -- sealed
    changed_at timestamptz NOT NULL
);

CREATE TABLE project_action (
    id     text NOT NULL,
    person text NOT NULL REFERENCES project (person) ON DELETE CASCADE,
    party  text NOT NULL,
    due    date NOT NULL,
    ended  boolean NOT NULL,
    PRIMARY KEY (person, id)
);
CREATE INDEX project_action_due ON project_action (ended, due);

-- +goose Down
DROP TABLE project_action;
DROP TABLE project;
