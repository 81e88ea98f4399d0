package secretlink_test

import (
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/secretlink"
)

// Whoever tries many links that are none waits; others do not, and only who has the key learns from Redis where the tries
// came from.
func TestTries(t *testing.T) {
	queuetest.Each(t, func(t *testing.T, client redis.UniversalClient) {
		tries := &secretlink.Tries{Redis: client, Tag: sealer(t).Tag}
		from := "198.51.100." + t.Name()
		failed := 0
		for ; failed < 100 && tries.Allow(t.Context(), from) == nil; failed++ {
			if err := tries.Failed(t.Context(), from); err != nil {
				t.Fatal(err)
			}
		}
		if err := tries.Allow(t.Context(), from); failed != 20 || !fault.Is(err, fault.Throttled) {
			t.Errorf("after %d tries: %v", failed, err)
		}
		if err := tries.Allow(t.Context(), "203.0.113.9"+t.Name()); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		if err := (&secretlink.Tries{Redis: client, Tag: sealer(t).Tag}).Allow(t.Context(), from); err != nil {
			t.Errorf("another key finds the tries of the address: %v", err)
		}
		for _, key := range client.Keys(t.Context(), "celav:link-tries:*").Val() {
			if ttl := client.TTL(t.Context(), key).Val(); ttl <= 0 {
				t.Errorf("a key without an end: %v", ttl)
			}
		}
	})
}

func sealer(t *testing.T) *seal.Sealer {
	t.Helper()
	s, err := seal.LoadOrCreate(t.TempDir() + "/seal.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
