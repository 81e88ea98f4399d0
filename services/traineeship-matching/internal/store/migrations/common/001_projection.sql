-- +goose Up
-- What other services told over their feeds. It can be thrown away: reindex --from-zero reads it again.

-- The version given last. Every transaction that changes projection rows takes it from here, and the row's lock is
-- held to the commit: so versions become visible in their order, and a reader that remembers one misses nothing.
CREATE TABLE projection_clock (
    one     integer PRIMARY KEY CHECK (one = 1),
    version bigint  NOT NULL
);
INSERT INTO projection_clock (one, version) VALUES (1, 0);

-- A person joins two feeds: the candidate of intake and the profile of skills-assessment. Either may be missing yet.
-- "seen" is false from a restart of a feed until the entity comes again; what never comes again is then removed.
CREATE TABLE projection_person (
    id             text    PRIMARY KEY,
    version        bigint  NOT NULL,
    candidate      text,
    profile        text,
    candidate_seen boolean NOT NULL,
    profile_seen   boolean NOT NULL
);
CREATE UNIQUE INDEX projection_person_version ON projection_person (version);

CREATE TABLE projection_opening (
    id           text    PRIMARY KEY,
    version      bigint  NOT NULL,
    opening      text,
    opening_seen boolean NOT NULL
);
CREATE UNIQUE INDEX projection_opening_version ON projection_opening (version);

-- How far each search index was written, and which copy of it.
CREATE TABLE projection_index (
    name       text   PRIMARY KEY,
    generation text   NOT NULL,
    version    bigint NOT NULL
);

-- The taxonomy's relations as skills-assessment serves them, in pages.
CREATE TABLE projection_taxonomy (
    number  integer PRIMARY KEY,
    version text    NOT NULL,
    body    text    NOT NULL
);

-- +goose Down
DROP TABLE projection_taxonomy;
DROP TABLE projection_index;
DROP TABLE projection_opening;
DROP TABLE projection_person;
DROP TABLE projection_clock;
