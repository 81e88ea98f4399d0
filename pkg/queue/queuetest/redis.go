// Package queuetest gives tests a Redis.
package queuetest

import (
	"os"
	"testing"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/celav/celav/pkg/queue"
)

// RedisURL is the environment variable that names the Redis server for tests.
const RedisURL = "CELAV_TEST_REDIS_URL"

// Each runs a test on the embedded Redis and on a real one. The real one is shared: tests use keys of
// their own and leave none behind.
func Each(t *testing.T, test func(t *testing.T, client redis.UniversalClient)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) { test(t, Embedded(t)) })
	t.Run("redis", func(t *testing.T) { test(t, Real(t)) })
}

// Embedded opens an empty Redis inside the process.
func Embedded(t testing.TB) redis.UniversalClient { return open(t, "embedded:") }

// Real opens the server of CELAV_TEST_REDIS_URL. Without one the test is skipped, except in CI, where it
// fails.
func Real(t testing.TB) redis.UniversalClient {
	t.Helper()
	url := os.Getenv(RedisURL)
	if url == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: CI must run this on Redis", RedisURL)
		}
		t.Skipf("%s is not set", RedisURL)
	}
	return open(t, url)
}

func open(t testing.TB, url string) redis.UniversalClient {
	t.Helper()
	client, closeRedis, err := queue.OpenRedis(t.Context(), url, noop.NewTracerProvider())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := closeRedis(); err != nil {
			t.Errorf("close Redis: %v", err)
		}
	})
	return client
}
