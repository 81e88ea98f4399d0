-- +goose Up
-- Times at which the in-person desk can be visited.
CREATE TABLE desk_slot (
    id         text PRIMARY KEY,
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    place      text NOT NULL,
    by_subject text NOT NULL, -- whose desk it is
    closed     boolean NOT NULL,
    demo       boolean NOT NULL
);
CREATE UNIQUE INDEX desk_slot_whose ON desk_slot (by_subject, starts_at);
CREATE INDEX desk_slot_starts ON desk_slot (starts_at, id);

CREATE TABLE desk_booking (
    id         text PRIMARY KEY,
    version    bigint NOT NULL,
    slot_id    text NOT NULL REFERENCES desk_slot (id),
    kind       text NOT NULL,
    company_id text REFERENCES company (id),
    state      text NOT NULL,
    who        bytea NOT NULL, -- sealed: name, how to reach, what about
    asked      bytea,          -- sealed
    answered   bytea,          -- sealed
    hash       text NOT NULL,  -- of what the personal link holds
    booked_by  text NOT NULL,
    demo       boolean NOT NULL,
    changed_at timestamptz NOT NULL
);
-- A time is booked once.
CREATE UNIQUE INDEX desk_booking_slot ON desk_booking (slot_id) WHERE state <> 'cancelled';
CREATE UNIQUE INDEX desk_booking_hash ON desk_booking (hash);
CREATE INDEX desk_booking_by ON desk_booking (booked_by);

-- +goose Down
DROP TABLE desk_booking;
DROP TABLE desk_slot;
