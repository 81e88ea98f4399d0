-- +goose Up
CREATE TABLE person (
    id              text PRIMARY KEY,
    version         bigint NOT NULL,
    team            text NOT NULL REFERENCES team (id),
    name            text NOT NULL,
    contact_channel text NOT NULL,
    contact         text NOT NULL, -- sealed
    contact_index   text NOT NULL, -- blind index of the contact's key, '' when it has none
    language        text NOT NULL,
    request         text NOT NULL, -- sealed: free text may say anything
    residence       text NOT NULL,
    state           text NOT NULL,
    waiting_since   date NOT NULL,
    availability    text,
    reach           text,
    work_file       text,          -- sealed: documents and date of birth
    work_access     text,          -- the intervals that follow from them, all that leaves
    minimum_age     integer NOT NULL DEFAULT 0,
    age_step_on     date,          -- when minimum_age changes next; null for adults
    demo            boolean NOT NULL DEFAULT false,
    request_key     text UNIQUE,   -- of the call that made the file, so that a double click makes one
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL
);
CREATE INDEX person_waiting ON person (team, waiting_since, id);
CREATE INDEX person_contact ON person (contact_index);
CREATE INDEX person_age_step ON person (age_step_on);

-- The words of each name, folded, and how their consonants sound.
CREATE TABLE person_name (
    person text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    token  text NOT NULL,
    sound  text NOT NULL,
    PRIMARY KEY (person, token)
);
CREATE INDEX person_name_sound ON person_name (sound);

-- +goose Down
DROP TABLE person_name;
DROP TABLE person;
