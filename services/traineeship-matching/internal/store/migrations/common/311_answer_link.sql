-- +goose Up
-- Private links by which a trainee or a host answers for one term without an account. Only the hash of a link is kept.
CREATE TABLE answer_link (
    id          text PRIMARY KEY,
    traineeship text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    term        text NOT NULL,
    party       text NOT NULL, -- 'trainee' or 'host'
    hash        text NOT NULL UNIQUE,
    made_by     text NOT NULL,
    made_at     timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);
CREATE UNIQUE INDEX answer_link_live ON answer_link (traineeship, party) WHERE revoked_at IS NULL;

-- +goose Down
DROP TABLE answer_link;
