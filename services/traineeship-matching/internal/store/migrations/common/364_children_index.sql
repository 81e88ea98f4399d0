-- +goose Up
-- A traineeship is read whole: what belongs to it is found without reading that of all others.
CREATE INDEX duty_traineeship ON duty (traineeship);
CREATE INDEX suspension_traineeship ON suspension (traineeship);

-- +goose Down
DROP INDEX suspension_traineeship;
DROP INDEX duty_traineeship;
