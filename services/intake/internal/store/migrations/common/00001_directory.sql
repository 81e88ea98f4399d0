-- +goose Up
-- A team's code is public and neutral; its label says whom it works for and is shown to those who may know.
CREATE TABLE team (
    id    text PRIMARY KEY,
    code  text NOT NULL UNIQUE,
    label text NOT NULL
);

CREATE TABLE partner (
    id      text PRIMARY KEY,
    name    text NOT NULL,
    country text NOT NULL
);

-- Who a subject of the identity provider is here: roles, and what it is bound to ('' when to nothing).
CREATE TABLE staff (
    subject text PRIMARY KEY,
    roles   text NOT NULL,
    team    text NOT NULL DEFAULT '',
    partner text NOT NULL DEFAULT '',
    person  text NOT NULL DEFAULT ''
);

-- +goose Down
DROP TABLE staff;
DROP TABLE partner;
DROP TABLE team;
