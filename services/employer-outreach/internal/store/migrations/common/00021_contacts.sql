-- +goose Up
-- A company that somebody spoke with and that is not registered; company_id once it is.
CREATE TABLE lead (
    id           text PRIMARY KEY,
    name         text NOT NULL,
    name_key     text NOT NULL,
    municipality text NOT NULL,
    reach        bytea, -- sealed
    company_id   text REFERENCES company (id),
    demo         boolean NOT NULL
);
CREATE INDEX lead_company ON lead (company_id);
CREATE INDEX lead_name_key ON lead (name_key);

CREATE TABLE contact_entry (
    id         text PRIMARY KEY,
    version    bigint NOT NULL,
    company_id text REFERENCES company (id),
    lead_id    text REFERENCES lead (id),
    held_on    date NOT NULL,
    channel    text NOT NULL,
    result     text NOT NULL,
    subject    bytea NOT NULL, -- sealed
    note       bytea,          -- sealed
    next_step  bytea,          -- sealed
    next_on    date,
    next_done  boolean NOT NULL,
    by_subject text NOT NULL,
    demo       boolean NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX contact_entry_held ON contact_entry (held_on, id);
CREATE INDEX contact_entry_company ON contact_entry (company_id, held_on, id);
CREATE INDEX contact_entry_lead ON contact_entry (lead_id, held_on, id);
CREATE INDEX contact_entry_next ON contact_entry (by_subject, next_done, next_on);

-- +goose Down
DROP TABLE contact_entry;
DROP TABLE lead;
