-- +goose Up
-- Steps whose wake-ups failed: the queue forgets, so the reason is kept here. It names nobody.
CREATE TABLE step_failure (
    step      text PRIMARY KEY REFERENCES step (id) ON DELETE CASCADE,
    version   bigint NOT NULL, -- of the step: a change of date begins anew
    failures  integer NOT NULL,
    reason    text NOT NULL,
    failed_at timestamptz NOT NULL,
    retry_at  timestamptz NOT NULL -- not tried before
);

-- +goose Down
DROP TABLE step_failure;
