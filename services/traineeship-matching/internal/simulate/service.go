package simulate

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Environment is the variable that makes a process one of the service.
const Environment = "CELAV_SIMULATED_SERVICE"

// zoneName is where the deadlines are.
const zoneName = "Europe/Rome"

// setting is what a process of the service is told first.
type setting struct {
	Store, Schema, Redis, Queue, Key string
	Now                              time.Time
}

// clock stands until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

// Now is the simulated time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Set moves the clock.
func (c *clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// kept are the records as both sides open them.
type kept struct {
	db    *sqldb.DB
	store *records.Store
	rules policy.Library
	zone  *time.Location
}

func open(ctx context.Context, s setting, now func() time.Time) (k kept, err error) {
	if k.zone, err = time.LoadLocation(zoneName); err != nil {
		return k, fmt.Errorf("load the time zone: %w", err)
	}
	if k.rules, err = policy.Embedded(); err != nil {
		return k, fmt.Errorf("load the rules: %w", err)
	}
	sealer, err := seal.New(s.Key)
	if err != nil {
		return k, fmt.Errorf("read the key: %w", err)
	}
	if k.db, err = sqldb.Open(ctx, sqldb.Options{URL: s.Store, Schema: s.Schema}); err != nil {
		return k, fmt.Errorf("open the records: %w", err)
	}
	if _, err := store.Open(ctx, k.db); err != nil {
		return k, fmt.Errorf("make the tables: %w", err)
	}
	recorder, err := audit.New(ctx, k.db, sealer, slog.New(slog.DiscardHandler), now)
	if err != nil {
		return k, fmt.Errorf("open the audit: %w", err)
	}
	k.store = records.New(k.db, sealer, recorder)
	return k, nil
}

// Serve is one process of the service: it reads its setting and then instants, plans at each, and works on what is
// queued, until in ends. Log gets what the service warns of.
func Serve(ctx context.Context, in io.Reader, out, log io.Writer) error {
	lines := bufio.NewScanner(in)
	if !lines.Scan() {
		return fmt.Errorf("no setting came: %w", io.ErrUnexpectedEOF)
	}
	var s setting
	if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
		return fmt.Errorf("read the setting: %w", err)
	}
	at := &clock{at: s.Now}
	k, err := open(ctx, s, at.Now)
	if err != nil {
		return err
	}
	client, closeRedis, err := queue.OpenRedis(ctx, s.Redis, noop.NewTracerProvider())
	if err != nil {
		return fmt.Errorf("open Redis: %w", err)
	}
	logger := slog.New(slog.NewTextHandler(log, nil))
	wakes := queue.New(queue.Options{
		Service: s.Queue, Redis: client, Tracer: noop.NewTracerProvider().Tracer(""), Propagator: propagation.TraceContext{}, Log: logger,
		Poll: 5 * time.Millisecond,
	})
	flow := renewal.New(renewal.Options{Store: k.store, Queue: wakes, Rules: k.rules, Now: at.Now, Zone: k.zone, NewID: newID, Log: logger})
	work, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- wakes.Run(work, time.Second, map[string]queue.Work{renewal.StepKind: flow.Wake}) }()
	_, _ = fmt.Fprintln(out, "ready")
	for lines.Scan() {
		if lines.Text() == "wipe" {
			if err := client.FlushAll(ctx).Err(); err != nil {
				logger.Warn("Redis could not be wiped", "error", err)
			}
			continue
		}
		var now time.Time
		if err := now.UnmarshalText(lines.Bytes()); err != nil {
			return fmt.Errorf("read an instant: %w", err)
		}
		at.Set(now)
		if _, err := flow.Plan(ctx, now); err != nil {
			logger.Warn("due steps could not be planned", "error", err)
		}
	}
	stop()
	err = <-done
	if closing := closeRedis(); err == nil {
		err = closing
	}
	if closing := k.db.Close(); err == nil {
		err = closing
	}
	return err
}
