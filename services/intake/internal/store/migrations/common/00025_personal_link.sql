-- +goose Up
-- Personal links: of what stands in one only the hash is kept.
CREATE TABLE person_link (
    id         text PRIMARY KEY,
    person     text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    hash       text NOT NULL UNIQUE,
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    uses       integer NOT NULL,
    last_used  timestamptz
);
CREATE INDEX person_link_person ON person_link (person, made_at);

-- +goose Down
DROP TABLE person_link;
