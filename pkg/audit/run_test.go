package audit_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
)

func TestRunChainsWhatIsLeftWhenItStops(t *testing.T) {
	db := sqldbtest.SQLite(t)
	r := recorder(t, db)
	if err := r.Seen(t.Context(), read("p")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := r.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if head, err := r.Head(t.Context()); err != nil || head.Seq != 1 {
		t.Errorf("head %d, %v", head.Seq, err)
	}
}

// At the next verification the service finds by itself that somebody cut links off while it ran.
func TestRunFindsTampering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, err := sqldb.Open(t.Context(), sqldb.Options{URL: "sqlite:" + t.TempDir() + "/", Schema: "test"})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		key, err := seal.Generate()
		if err != nil {
			t.Fatal(err)
		}
		sealer, err := seal.New(key)
		if err != nil {
			t.Fatal(err)
		}
		var told bytes.Buffer
		r, err := audit.New(t.Context(), db, sealer, slog.New(slog.NewTextHandler(&told, nil)), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		r.VerifyEvery(time.Minute)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		for range 3 {
			if err := r.Seen(ctx, read("p")); err != nil {
				t.Fatal(err)
			}
		}
		<-time.After(61 * time.Second) // of the bubble's clock
		synctest.Wait()
		if told.Len() > 0 {
			t.Fatalf("an untouched record is told as %s", told.String())
		}
		for _, s := range []string{"DROP TRIGGER audit_link_stays", "DELETE FROM audit_link WHERE seq = 3"} {
			if _, err := db.ExecContext(ctx, s); err != nil {
				t.Fatal(err)
			}
		}
		<-time.After(61 * time.Second)
		synctest.Wait()
		if !strings.Contains(told.String(), "tampered") || !strings.Contains(told.String(), "link=3") {
			t.Errorf("told %q", told.String())
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
