-- +goose Up
CREATE TABLE need (
    id         text PRIMARY KEY,
    person     text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    version    bigint NOT NULL,
    code       text NOT NULL,
    state      text NOT NULL,
    note       text NOT NULL, -- sealed
    author     text NOT NULL,
    noted_on   date NOT NULL,
    expires_on date NOT NULL
);
CREATE INDEX need_person ON need (person);
CREATE INDEX need_expiry ON need (expires_on);

-- What stays in the team (health, penal measures, protection, addiction, disability), apart from everything else.
CREATE TABLE reserved_fact (
    id         text PRIMARY KEY,
    person     text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    team       text NOT NULL, -- that noted it, and that alone may open it
    version    bigint NOT NULL,
    body       text NOT NULL, -- sealed: code, state, note
    author     text NOT NULL,
    noted_on   date NOT NULL,
    expires_on date NOT NULL
);
CREATE INDEX reserved_fact_person ON reserved_fact (person, team);

-- Who opened the reserved facts, why, and until when that opening lasts.
CREATE TABLE reserved_opening (
    id           text PRIMARY KEY,
    person       text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    team         text NOT NULL,
    subject      text NOT NULL,
    reason       text NOT NULL,
    opened_at    timestamptz NOT NULL,
    open_until   timestamptz NOT NULL
);
CREATE INDEX reserved_opening_person ON reserved_opening (person, team, opened_at);

-- The practical constraints, as codes; they alone leave the service.
ALTER TABLE person ADD COLUMN practical text NOT NULL DEFAULT '[]';

-- The last day of the access to work that holds now, for reminders; and the blind index of the tax code, '' without one.
ALTER TABLE person ADD COLUMN access_until date;
ALTER TABLE person ADD COLUMN tax_index text NOT NULL DEFAULT '';
CREATE INDEX person_access_until ON person (access_until);
CREATE INDEX person_tax ON person (tax_index);

-- +goose Down
DROP INDEX person_tax;
DROP INDEX person_access_until;
ALTER TABLE person DROP COLUMN tax_index;
ALTER TABLE person DROP COLUMN access_until;
ALTER TABLE person DROP COLUMN practical;
DROP TABLE reserved_opening;
DROP TABLE reserved_fact;
DROP TABLE need;
