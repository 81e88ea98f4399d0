-- +goose Up
-- What reviewers said of the pages of the portal. Acts are added and never changed; an act holds for the words with
-- its fingerprint.
CREATE TABLE page_review (
    id          text PRIMARY KEY,
    page        text NOT NULL,
    seq         integer NOT NULL,
    version     integer NOT NULL,
    fingerprint text NOT NULL,
    act         text NOT NULL,
    note        text NOT NULL,
    subject     text NOT NULL,
    name        text NOT NULL,
    body        text NOT NULL,
    at          timestamptz NOT NULL,
    demo        boolean NOT NULL,
    UNIQUE (page, seq)
);

-- +goose Down
DROP TABLE page_review;
