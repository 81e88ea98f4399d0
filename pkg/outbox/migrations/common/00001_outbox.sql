-- +goose Up
-- What was written to somebody, and how far it came. Address, subject and body are sealed.
CREATE TABLE outbox_message (
    id         text PRIMARY KEY,
    recipient  text NOT NULL,
    team       text NOT NULL,
    kind       text NOT NULL,
    language   text NOT NULL,
    channel    text NOT NULL,
    address    text NOT NULL,
    subject    text NOT NULL,
    body       text NOT NULL,
    url        text NOT NULL,
    urgent     boolean NOT NULL,
    state      text NOT NULL,
    attempts   integer NOT NULL,
    not_before timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    done_at    timestamptz, -- when it was sent, kept or given up
    problem    text NOT NULL
);
CREATE INDEX outbox_message_due ON outbox_message (state, not_before);
CREATE INDEX outbox_message_recipient ON outbox_message (recipient, id);
CREATE INDEX outbox_message_team ON outbox_message (team, id);

-- +goose Down
DROP TABLE outbox_message;
