-- +goose Up
CREATE TABLE suite_mark (
    name text PRIMARY KEY
);
-- Answers to POSTs that carried an idempotency key. key and request are hashes; the body is sealed.
CREATE TABLE suite_idempotency (
    key text PRIMARY KEY,
    request text NOT NULL,
    begun_at timestamp NOT NULL,
    status integer NOT NULL DEFAULT 0,
    content_type text NOT NULL DEFAULT '',
    location text NOT NULL DEFAULT '',
    body text NOT NULL DEFAULT ''
);
CREATE INDEX suite_idempotency_begun_at ON suite_idempotency (begun_at);
