package wakeups_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/wakeups"
)

// down is a Redis that does not answer.
type down struct{}

func (down) Depth(context.Context) (queue.Depth, error) {
	return queue.Depth{}, errors.New("connection refused")
}

// Without Redis the records are shown all the same, to operators alone; what did not fail is not tried anew.
func TestWithoutRedisTheRecordsAreShown(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		if _, err := store.Open(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		key, err := seal.Generate()
		if err != nil {
			t.Fatal(err)
		}
		sealer, err := seal.New(key)
		if err != nil {
			t.Fatal(err)
		}
		recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		desk := &wakeups.Desk{Store: records.New(db, sealer, recorder), Queue: down{}, Changed: func() { t.Error("nothing was to be tried") }, Now: time.Now}
		operator := identity.With(t.Context(), identity.Principal{Subject: "o", Roles: []identity.Role{identity.Operator}})
		status, err := desk.Read(operator)
		if err != nil || status.Answers || status.Late() || status.LettersLate() || len(status.Failures) != 0 {
			t.Errorf("%+v %v", status, err)
		}
		if err := desk.Retry(operator, "0190a0de-0000-7000-8000-000000000001"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a step that did not fail: %v", err)
		}
		counsellor := identity.With(t.Context(), identity.Principal{Subject: "c", Roles: []identity.Role{identity.Counsellor}, Team: "t"})
		if _, err := desk.Read(counsellor); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a counsellor reads the queue: %v", err)
		}
	})
}
