-- +goose Up
-- The city directory: nothing in it is about a person.
CREATE TABLE city_service (
    id         text PRIMARY KEY,
    version    bigint NOT NULL,
    kind       text NOT NULL,
    name       text NOT NULL, -- in Italian, for the order
    languages  text NOT NULL, -- with a blank before and after each
    withdrawn  boolean NOT NULL,
    document   text NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX city_service_name ON city_service (name, id);

-- +goose Down
DROP TABLE city_service;
