-- +goose Up
-- One row per entity: a change moves the row to a new seq. What it was before is nowhere.
CREATE TABLE feed_entity (
    kind    text    NOT NULL,
    id      text    NOT NULL,
    seq     bigint  NOT NULL,
    deleted boolean NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE UNIQUE INDEX feed_entity_seq ON feed_entity (seq);

-- The last number given out, and the epoch that numbers belong to.
CREATE TABLE feed_head (
    one   integer PRIMARY KEY CHECK (one = 1),
    epoch text    NOT NULL,
    seq   bigint  NOT NULL
);

-- How far this service has followed the feeds of others.
CREATE TABLE feed_cursor (
    follower text PRIMARY KEY,
    cursor   text NOT NULL
);

-- +goose Down
DROP TABLE feed_cursor;
DROP TABLE feed_head;
DROP TABLE feed_entity;
