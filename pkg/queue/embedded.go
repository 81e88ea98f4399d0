package queue

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// ageEvery is how far behind the clock a key's age may be. miniredis can look at the clock at each command itself, but
// sorts all keys each time: with some thousand wake-ups waiting that was a third of all work.
const ageEvery = 100 * time.Millisecond

// embedded starts a Redis in memory that no other process can reach and whose keys age with the clock.
func embedded() (redis.UniversalClient, func()) {
	server := miniredis.NewMiniRedis()
	aged := &ages{server: server, at: time.Now()}
	client := redis.NewClient(&redis.Options{
		Addr:            "embedded",
		DisableIdentity: true,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			conn, err := server.Dial()
			if err != nil {
				return nil, err //nolint:wrapcheck // the client says what was attempted
			}
			return aging{Conn: conn, ages: aged}, nil
		},
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
	return client, server.Close
}

// ages lets the keys of a server grow old.
type ages struct {
	server *miniredis.Miniredis
	mu     sync.Mutex
	at     time.Time
}

func (a *ages) pass() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if passed := time.Since(a.at); passed >= ageEvery {
		a.at = a.at.Add(passed)
		a.server.FastForward(passed)
	}
}

// aging is a connection before whose commands the keys are as old as they should be.
type aging struct {
	net.Conn
	ages *ages
}

// Write implements net.Conn.
func (c aging) Write(p []byte) (int, error) {
	c.ages.pass()
	return c.Conn.Write(p) //nolint:wrapcheck // the client says what was attempted
}
