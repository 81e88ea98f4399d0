-- +goose Up
-- Appointments to which the person cannot come. The time is that of which they said so: another time is another matter.
CREATE TABLE appointment_skipped (
    appointment text NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    starts_at   timestamptz NOT NULL,
    said_at     timestamptz NOT NULL,
    PRIMARY KEY (appointment, starts_at)
);

-- +goose Down
DROP TABLE appointment_skipped;
