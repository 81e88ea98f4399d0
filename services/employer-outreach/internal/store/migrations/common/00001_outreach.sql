-- +goose Up
CREATE TABLE company (
    id         text PRIMARY KEY,
    version    bigint NOT NULL,
    name       text NOT NULL,
    headcount  integer,
    contact    bytea, -- sealed
    demo       boolean NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX company_name ON company (name, id);

CREATE TABLE site (
    id           text PRIMARY KEY,
    company_id   text NOT NULL REFERENCES company (id),
    position     integer NOT NULL,
    address      text NOT NULL,
    municipality text NOT NULL,
    region       text NOT NULL,
    lat          double precision NOT NULL,
    lon          double precision NOT NULL
);
CREATE INDEX site_company ON site (company_id, position);

-- A subject of the identity provider belongs to one company.
CREATE TABLE membership (
    subject    text PRIMARY KEY,
    company_id text NOT NULL REFERENCES company (id)
);

CREATE TABLE opening (
    id           text PRIMARY KEY,
    version      bigint NOT NULL,
    company_id   text NOT NULL REFERENCES company (id),
    site_id      text NOT NULL REFERENCES site (id),
    state        text NOT NULL,
    occupation   text NOT NULL,
    seats        integer NOT NULL,
    seats_taken  integer NOT NULL,
    closes_on    date,
    published_on date,
    terms        jsonb NOT NULL,
    demo         boolean NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL
);
CREATE INDEX opening_company ON opening (company_id, created_at, id);
CREATE INDEX opening_created ON opening (created_at, id);
CREATE INDEX opening_published ON opening (state, published_on, id);

-- What the taxonomy calls the concepts that openings use, so that public pages and an absent taxonomy
-- do not leave bare ids. A copy: deleting it loses nothing.
CREATE TABLE concept_label (
    concept  text NOT NULL,
    language text NOT NULL,
    label    text NOT NULL,
    PRIMARY KEY (concept, language)
);

-- +goose Down
DROP TABLE concept_label;
DROP TABLE opening;
DROP TABLE membership;
DROP TABLE site;
DROP TABLE company;
