-- +goose Up
-- To which service somebody was sent, and why, may tell of health or penal measures: it is sealed with the rest. What
-- the lists of work need stands apart.
CREATE TABLE referral (
    id          text PRIMARY KEY,
    version     bigint NOT NULL,
    person      text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    direction   text NOT NULL,
    state       text NOT NULL,
    since       date NOT NULL,
    answer_by   date,
    unread      boolean NOT NULL,
    document    text NOT NULL, -- sealed
    request_key text UNIQUE,
    changed_at  timestamptz NOT NULL
);
CREATE INDEX referral_person ON referral (person, since);
CREATE INDEX referral_state ON referral (state, answer_by);

-- The one link by which a service answers: only the hash of what it holds.
CREATE TABLE referral_link (
    referral   text PRIMARY KEY REFERENCES referral (id) ON DELETE CASCADE,
    hash       text NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
);

-- +goose Down
DROP TABLE referral_link;
DROP TABLE referral;
