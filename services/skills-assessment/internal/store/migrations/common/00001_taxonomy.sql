-- +goose Up
-- One row: revision grows with every change of the taxonomy, run with every loading.
CREATE TABLE taxonomy_state (
    one      integer PRIMARY KEY,
    revision bigint NOT NULL,
    run      bigint NOT NULL
);
INSERT INTO taxonomy_state (one, revision, run) VALUES (1, 0, 0);

CREATE TABLE taxonomy_set (
    name      text PRIMARY KEY,
    version   text NOT NULL,
    loaded_at timestamptz NOT NULL
);

-- A concept that a later version of its set lacks is retired: profiles that refer to it still show its label,
-- nobody is offered it any more. run is the loading that last had the row.
CREATE TABLE concept (
    id       text PRIMARY KEY,
    set_name text NOT NULL,
    kind     text NOT NULL,
    isco     text NOT NULL DEFAULT '',
    retired  boolean NOT NULL DEFAULT false,
    run      bigint NOT NULL
);

CREATE TABLE label (
    concept      text NOT NULL,
    language     text NOT NULL,
    preferred    text NOT NULL,
    alternatives text NOT NULL, -- one a line
    set_name     text NOT NULL,
    run          bigint NOT NULL,
    PRIMARY KEY (concept, language)
);

CREATE TABLE relation (
    from_id  text NOT NULL,
    relation text NOT NULL,
    to_id    text NOT NULL,
    set_name text NOT NULL,
    run      bigint NOT NULL,
    PRIMARY KEY (from_id, relation, to_id)
);
CREATE INDEX relation_to ON relation (to_id, relation);

-- +goose Down
DROP TABLE relation;
DROP TABLE label;
DROP TABLE concept;
DROP TABLE taxonomy_set;
DROP TABLE taxonomy_state;
