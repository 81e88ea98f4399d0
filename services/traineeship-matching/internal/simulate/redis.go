package simulate

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// ours are the keys of the run's queue.
func (w *world) ours(ctx context.Context) ([]string, error) {
	keys := w.redis.Scan(ctx, 0, "asynq:{"+w.setting.Queue+"}*", 1000).Iterator()
	var out []string
	for keys.Next(ctx) {
		out = append(out, keys.Val())
	}
	if err := keys.Err(); err != nil {
		return nil, fmt.Errorf("list the queue's keys: %w", err)
	}
	return out, nil
}

// forget takes the queue out of Redis.
func (w *world) forget(ctx context.Context) error {
	keys, err := w.ours(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := w.redis.Del(ctx, k).Err(); err != nil {
			return fmt.Errorf("wipe the queue: %w", err)
		}
	}
	if err := w.redis.SRem(ctx, "asynq:queues", w.setting.Queue).Err(); err != nil {
		return fmt.Errorf("wipe the queue's name: %w", err)
	}
	return nil
}

// restore puts the queue back to what it was when this struck the time before, and keeps it as it is now for the next. A
// part of what is put back is missing, as after an eviction.
func (w *world) restore(ctx context.Context, rng *rand.Rand) error {
	w.report.Restored++
	before := w.backup
	keys, err := w.ours(ctx)
	if err != nil {
		return err
	}
	w.backup = map[string]string{}
	for _, k := range keys {
		if value, err := w.redis.Dump(ctx, k).Result(); err == nil { // else it is gone already
			w.backup[k] = value
		}
	}
	if before == nil {
		before = w.backup // the first time: as it was a moment ago
	}
	if err := w.forget(ctx); err != nil {
		return err
	}
	lost := rng.IntN(3) == 0
	for k, value := range before {
		if lost && (k == "asynq:{"+w.setting.Queue+"}:pending" || k == "asynq:{"+w.setting.Queue+"}:lease") {
			continue
		}
		if err := w.redis.RestoreReplace(ctx, k, 0, value).Err(); err != nil {
			return fmt.Errorf("put the queue back: %w", err)
		}
	}
	return nil
}
