package simulate_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/services/traineeship-matching/internal/simulate"
)

// The test's own program is also the service's process, so that it can be killed.
func TestMain(m *testing.M) {
	if os.Getenv(simulate.Environment) != "" {
		if err := simulate.Serve(context.Background(), os.Stdin, os.Stdout, os.Stderr); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func options(t *testing.T) simulate.Options {
	folder := t.TempDir()
	return simulate.Options{
		Terms: 150, Days: 160, Seed: 11, Store: "sqlite:" + folder + "/", Redis: "embedded:", Troubles: 16, Command: []string{os.Args[0]},
		Folder: folder, Progress: t.Output(),
	}
}

func sound(t *testing.T, o simulate.Options) {
	t.Helper()
	report, err := simulate.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(report)
	if !report.Sound() || report.Started < o.Terms || report.Decided < o.Terms/2 || report.Killed == 0 || report.Late == 0 {
		t.Errorf("not sound, or not much happened: %s", report)
	}
}

// A small run of scripts/simulate-renewals: processes and Redis die, nothing is lost, done twice or done early.
func TestNothingIsLostDoneTwiceOrDoneEarly(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { sound(t, options(t)) })
	t.Run("postgres", func(t *testing.T) {
		o := options(t)
		if o.Store = os.Getenv("CELAV_TEST_POSTGRES_URL"); o.Store == "" {
			if os.Getenv("CI") == "true" {
				t.Fatal("CELAV_TEST_POSTGRES_URL is not set")
			}
			t.Skip("CELAV_TEST_POSTGRES_URL is not set")
		}
		o.Terms = 80
		sound(t, o)
	})
}

func TestReconcileIsMeasured(t *testing.T) {
	o := options(t)
	queuetest.Real(t)
	o.Redis = os.Getenv(queuetest.RedisURL)
	var out strings.Builder
	if err := simulate.Reconcile(t.Context(), o, 2000, &out); err != nil {
		t.Fatal(err)
	}
	for what, found := range map[string]string{"none is due": "0", "all are due": "2000", "all wait in Redis already": "2000", "all are due, Redis was wiped": "2000"} {
		if !regexp.MustCompile(regexp.QuoteMeta(what) + ` +` + found + ` `).MatchString(out.String()) {
			t.Errorf("%s: not %s in:\n%s", what, found, out.String())
		}
	}
}
