package simulate

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"time"

	"cloud.google.com/go/civil"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
)

// world is everything that a run holds.
type world struct {
	kept
	o       Options
	rng     *rand.Rand
	clock   *clock
	setting setting
	desk    *placement.Desk

	server   *redisServer
	redis    redis.UniversalClient // nil when it is embedded in the service
	shut     func() error
	services []*process
	backup   map[string]string // of the queue, as it once was

	calendar   map[civil.Date][]act
	outage     int // days until the service comes back
	recovering time.Time
	nothing    records.Due
	report     Report
}

func (w *world) embedded() bool { return w.redis == nil }

func newWorld(ctx context.Context, o Options) (*world, error) {
	w := &world{o: o, rng: rand.New(rand.NewPCG(o.Seed, 0)), clock: &clock{}, calendar: map[civil.Date][]act{}, shut: func() error { return nil }} //nolint:gosec // a simulation is to be repeated
	key, err := seal.Generate()
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	name := schema(o.Seed)
	w.setting = setting{Store: o.Store, Schema: name, Redis: o.Redis, Queue: name, Key: key}
	if o.Redis == "server" {
		if err := w.ownRedis(); err != nil {
			return nil, err
		}
	}
	if w.kept, err = open(ctx, w.setting, w.clock.Now); err != nil {
		return nil, errors.Join(err, w.close())
	}
	w.clock.Set(w.at(begin(), 0))
	if w.setting.Redis != "embedded:" {
		if err := w.reachRedis(ctx); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	w.employ()
	w.fates()
	return w, errors.Join(w.restart(ctx))
}

// ownRedis starts a Redis on a free port.
func (w *world) ownRedis() error {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // only to learn a free port
	if err != nil {
		return fmt.Errorf("find a port: %w", err)
	}
	w.server = &redisServer{folder: filepath.Join(w.o.Folder, "redis"), port: l.Addr().(*net.TCPAddr).Port}
	if err := errors.Join(l.Close(), os.MkdirAll(w.server.folder, 0o700), w.server.start()); err != nil {
		return fmt.Errorf("own Redis: %w", err)
	}
	w.setting.Redis = w.server.url()
	return nil
}

func (w *world) reachRedis(ctx context.Context) error {
	var err error
	for range 100 {
		if w.redis, w.shut, err = queue.OpenRedis(ctx, w.setting.Redis, noop.NewTracerProvider()); err == nil {
			return nil
		}
		w.shut = func() error { return nil }
		if err := wait(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("reach Redis: %w", err)
}

// restart starts the processes that are missing: two where they can share records and Redis, else one.
func (w *world) restart(ctx context.Context) error {
	want := 1
	if !w.embedded() && w.db.Dialect == sqldb.Postgres {
		want = 2
	}
	for len(w.services) < want {
		p, err := w.startService(ctx)
		if err != nil {
			return err
		}
		w.services = append(w.services, p)
	}
	for _, p := range w.services {
		p.tick(w.clock.Now())
	}
	return nil
}

// kill takes one process away, or all for some days.
func (w *world) kill(ctx context.Context, rng *rand.Rand) error {
	w.report.Killed++
	days := rng.IntN(5)
	for {
		last := len(w.services) - 1
		w.services[last].kill()
		w.services = w.services[:last]
		if days == 0 || last == 0 {
			break
		}
	}
	if days == 0 {
		return w.restart(ctx)
	}
	w.outage = days
	return nil
}

// jump lets days pass of which nobody told the service.
func (w *world) jump(_ context.Context, rng *rand.Rand) error {
	w.report.Jumps++
	w.outage = 1 + rng.IntN(4)
	return nil
}

// wipe takes everything out of Redis; a Redis of its own is killed and loses its journal.
func (w *world) wipe(ctx context.Context, _ *rand.Rand) error {
	w.report.Wiped++
	if w.embedded() {
		w.services[0].tell("wipe")
		w.services[0].tick(w.clock.Now())
		return nil
	}
	if w.server != nil {
		w.server.kill()
		if err := os.RemoveAll(filepath.Join(w.server.folder, "appendonlydir")); err != nil {
			return fmt.Errorf("take the journal away: %w", err)
		}
		if err := w.server.start(); err != nil {
			return err
		}
		for range 100 {
			if w.redis.Ping(ctx).Err() == nil {
				return nil
			}
			if err := wait(ctx, 50*time.Millisecond); err != nil {
				return err
			}
		}
		return errors.New("the Redis of its own did not come back")
	}
	return w.forget(ctx)
}

func (w *world) close() error {
	for _, p := range w.services {
		p.kill()
	}
	ctx := context.Background()
	var err error
	if w.redis != nil {
		if w.server == nil {
			err = w.forget(ctx)
		}
		err = errors.Join(err, w.shut())
	}
	if w.server != nil {
		w.server.kill()
	}
	if w.db != nil {
		err = errors.Join(err, dropSchema(ctx, w.db), w.db.Close())
	}
	return err
}
