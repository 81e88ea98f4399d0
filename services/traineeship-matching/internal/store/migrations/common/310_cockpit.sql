-- +goose Up
-- Who was reminded on which day, by whose click: a recipient once a day.
CREATE TABLE renewal_reminder (
    target      text NOT NULL, -- 'person' or 'company'
    target_id   text NOT NULL,
    day         date NOT NULL,
    traineeship text NOT NULL,
    letter      text NOT NULL, -- of outgoing
    by_subject  text NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (target, target_id, day)
);
CREATE INDEX outgoing_recipient ON outgoing (target, target_id, made_at);

-- The private links of the calendars of decisions. What stands in a link is not kept, only its hash.
CREATE TABLE calendar_link (
    id         text PRIMARY KEY,
    subject    text NOT NULL,
    hash       text NOT NULL UNIQUE,
    language   text NOT NULL,
    made_at    timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used  timestamptz
);
CREATE UNIQUE INDEX calendar_link_live ON calendar_link (subject) WHERE revoked_at IS NULL;
CREATE INDEX calendar_link_subject ON calendar_link (subject, made_at);

-- +goose Down
DROP TABLE calendar_link;
DROP INDEX outgoing_recipient;
DROP TABLE renewal_reminder;
