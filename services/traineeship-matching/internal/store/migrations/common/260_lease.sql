-- +goose Up
-- Work that one process at a time does for all of them: who does it, and until when they may be thought to be at it.
CREATE TABLE projection_lease (
    name       text   PRIMARY KEY,
    holder     text   NOT NULL,
    until_unix bigint NOT NULL
);

-- +goose Down
DROP TABLE projection_lease;
