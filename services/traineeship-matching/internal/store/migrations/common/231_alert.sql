-- +goose Up
-- Pairs of a person and an opening that match well and are new: told once, and never again.
CREATE TABLE alert (
    id         text PRIMARY KEY,
    person     text NOT NULL,
    opening    text NOT NULL,
    team       text NOT NULL,
    about      text NOT NULL,    -- what is new: "opening" or "person"
    total      integer NOT NULL, -- hundredths of a point
    found_at   timestamptz NOT NULL,
    found_on   text NOT NULL,    -- the day in Milan
    state      text NOT NULL,    -- open, dismissed, passed (better ones came the same day), gone
    reason     text NOT NULL DEFAULT '',
    decided_by text NOT NULL DEFAULT '',
    decided_at timestamptz,
    UNIQUE (person, opening)
);
CREATE INDEX alert_of_team ON alert (state, team, person);
CREATE INDEX alert_of_day ON alert (found_on);

-- What alerts have looked at already: a document that changes in nothing that matters to a match is not new.
CREATE TABLE alert_known (
    kind   text NOT NULL,
    id     text NOT NULL,
    digest text NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE alert_position (
    name    text PRIMARY KEY,
    version bigint NOT NULL
);
INSERT INTO alert_position (name, version) VALUES ('rows', 0);

-- From which score on somebody wants to be told, and whether by a message too.
CREATE TABLE alert_setting (
    subject   text PRIMARY KEY,
    version   bigint NOT NULL,
    team      text NOT NULL,
    threshold integer NOT NULL,
    mail      boolean NOT NULL,
    address   text NOT NULL,            -- sealed
    language  text NOT NULL,
    sent_at   timestamptz               -- the last message
);

-- +goose Down
DROP TABLE alert_setting;
DROP TABLE alert_position;
DROP TABLE alert_known;
DROP TABLE alert;
