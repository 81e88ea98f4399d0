package secretlink

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/fault"
)

// How many links that are none one address may try, and in which time.
const (
	maxTries  = 20
	triesTime = 15 * time.Minute
)

// Tries counts tries of links that are none, over all processes.
type Tries struct {
	Redis redis.UniversalClient
	// Tag authenticates data with a key, as seal.Sealer does. There are few enough addresses to hash them all: only who
	// has the key learns from Redis where tries came from.
	Tag func(purpose string, data []byte) []byte
}

func (t *Tries) key(from string) string {
	return "celav:link-tries:" + hex.EncodeToString(t.Tag("link tries", []byte(from)))
}

// Allow refuses whoever tried too often.
func (t *Tries) Allow(ctx context.Context, from string) error {
	n, err := t.Redis.Get(ctx, t.key(from)).Int()
	if err != nil && !errors.Is(err, redis.Nil) {
		return fault.New(fault.Unavailable, "Links cannot be opened now. Try again in a moment.").Because(err)
	}
	if n >= maxTries {
		return fault.New(fault.Throttled, "Too many links that are none were tried from here. Wait a quarter of an hour.").After(triesTime)
	}
	return nil
}

// Failed counts a try of a link that is none.
func (t *Tries) Failed(ctx context.Context, from string) error {
	key := t.key(from)
	n, err := t.Redis.Incr(ctx, key).Result()
	if err == nil && n == 1 {
		err = t.Redis.Expire(ctx, key, triesTime).Err()
	}
	if err != nil {
		return fault.New(fault.Unavailable, "Links cannot be opened now. Try again in a moment.").Because(err)
	}
	return nil
}

// Guard looks for a link unless whoever asks tried too many that are none, and counts one that is none.
func (t *Tries) Guard(ctx context.Context, from string, find func() error) error {
	if err := t.Allow(ctx, from); err != nil {
		return err
	}
	err := find()
	if fault.Is(err, fault.NotFound) {
		if err := t.Failed(ctx, from); err != nil {
			return err
		}
	}
	return err
}
