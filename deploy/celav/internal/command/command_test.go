package command

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"))
}

// celav runs a command line and returns its exit code and what it printed.
func celav(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	code = run(ctx, args, &out, &problems)
	return code, out.String(), problems.String()
}

// isolated gives the commands a data folder and an address of their own.
func isolated(t *testing.T) {
	t.Helper()
	t.Setenv("CELAV_DATA_DIR", t.TempDir())
	t.Setenv("CELAV_ADDR", "127.0.0.1:1") // nothing answers there
	t.Setenv("CELAV_INTERNAL_ADDR", "off")
	t.Setenv("CELAV_LOG_LEVEL", "error")
}

// serve runs the suite and points the commands at it.
func serve(t *testing.T) *suite.Suite {
	t.Helper()
	settings, err := config.Load(suite.Faults(Modules()...))
	if err != nil {
		t.Fatal(err)
	}
	settings.Addr, settings.StopTimeout = "127.0.0.1:0", 5*time.Second
	s, err := suite.New(t.Context(), suite.Options{Settings: settings, Telemetry: telemetry.Discard(), Modules: Modules(), Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestWrongCallsAreUsageErrors(t *testing.T) {
	isolated(t)
	for _, args := range [][]string{
		{"nonsense"}, {"serve", "--nonsense"}, {"match"}, {"match", "--person", "a", "--opening", "b"}, {"assign"}, {"assign", "--all", "--team", "a"}, {"check", "-o", "yaml"}, {"token"}, {"import", "esco"},
	} {
		if code, _, stderr := celav(t, args...); code == exitOK || stderr == "" {
			t.Errorf("%v: exit %d, %q", args, code, stderr)
		}
	}
	for _, args := range [][]string{{"--help"}, {"match", "--help"}, {"completion", "bash"}} {
		if code, stdout, _ := celav(t, args...); code != exitOK || stdout == "" {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}

func TestConfigurationFaultsAreToldAtOnce(t *testing.T) {
	isolated(t)
	t.Setenv("CELAV_STORE_ULR", "postgres://x")
	t.Setenv("CELAV_LOG_LEVEL", "loud")
	t.Setenv("CELAV_SERVICE_KEY", "short")
	t.Setenv("CELAV_STORE_URL", "postgres://db.example.org/celav")
	for _, args := range [][]string{{"check"}, {"serve"}, {"demo"}, {"reindex"}} {
		code, _, stderr := celav(t, args...)
		if code != exitUsage {
			t.Errorf("%v: exit %d: %s", args, code, stderr)
		}
		for _, told := range []string{"CELAV_STORE_URL?", "CELAV_LOG_LEVEL: ", "CELAV_SERVICE_KEY: ", "CELAV_SEAL_KEY: must be set", "celav key seal"} {
			if !strings.Contains(stderr, told) {
				t.Errorf("%v does not tell %q: %s", args, told, stderr)
			}
		}
	}
	if code, stdout, stderr := celav(t, "key", "seal"); code != exitOK || stdout == "" {
		t.Errorf("the key that is asked for cannot be made: exit %d: %s", code, stderr)
	}
}

func TestProductionGivesNoToken(t *testing.T) {
	isolated(t)
	for name, value := range map[string]string{
		"CELAV_PROFILE": "production", "CELAV_STORE_URL": "sqlite:/nowhere/", "CELAV_SEARCH_URL": "embedded:/nowhere",
		"CELAV_REDIS_URL": "embedded:", "CELAV_OIDC_ISSUER": "https://id.example.org",
	} {
		t.Setenv(name, value)
	}
	for _, args := range [][]string{{"token", "--as", "operator"}, {"demo"}, {"serve", "--demo"}} {
		if code, stdout, stderr := celav(t, args...); code == exitOK || stdout != "" || !strings.Contains(stderr, "production") {
			t.Errorf("%v: exit %d %q %q", args, code, stdout, stderr)
		}
	}
}

// Alone, a command starts the suite in its own process; beside a running one it is told who holds the folder.
func TestAlone(t *testing.T) {
	isolated(t)
	code, stdout, stderr := celav(t, "demo", "--people", "10", "--openings", "12", "-o", "json")
	if code != exitOK || !json.Valid([]byte(stdout)) {
		t.Fatalf("exit %d: %s %s", code, stdout, stderr)
	}
	s := serve(t)
	code, _, stderr = celav(t, "reindex")
	if code != exitFailed || !strings.Contains(stderr, s.URL()) || !strings.Contains(stderr, "CELAV_URL") {
		t.Errorf("exit %d, the holder is not named: %s", code, stderr)
	}
}

func TestBesideARunningSuite(t *testing.T) {
	isolated(t)
	s := serve(t)
	t.Setenv("CELAV_URL", s.URL())
	if code, stdout, stderr := celav(t, "token", "--as", "coordinator"); code != exitOK || strings.Count(stdout, ".") != 2 {
		t.Fatalf("exit %d %q %s", code, stdout, stderr)
	}
	if code, _, _ := celav(t, "token", "--as", "emperor"); code != exitUsage {
		t.Errorf("a role that nobody has: exit %d", code)
	}
	if code, _, stderr := celav(t, "demo", "--people", "15", "--openings", "20"); code != exitOK {
		t.Fatalf("demo: exit %d %s", code, stderr)
	}
	if code, stdout, stderr := celav(t, "reindex", "--from-zero", "-o", "json"); code != exitOK || !json.Valid([]byte(stdout)) {
		t.Fatalf("reindex: exit %d %q %s", code, stdout, stderr)
	}
	id := somebody(t, s)
	code, stdout, stderr := celav(t, "match", "--person", id, "-o", "json")
	var ranking matching.Ranking
	if err := json.Unmarshal([]byte(stdout), &ranking); code != exitOK || err != nil {
		t.Fatalf("match: exit %d %s %v", code, stderr, err)
	}
	if ranking.Run.Scored == 0 || string(ranking.Run.Via) != "snapshot" {
		t.Errorf("nothing was judged: %+v", ranking.Run)
	}
	code, stdout, stderr = celav(t, "match", "--person", id, "-o", "csv", "--limit", "100")
	rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	if want := 1 + len(ranking.Eligible.Items) + len(ranking.NotEnoughData.Items) + len(ranking.Blocked.Items); code != exitOK || err != nil || len(rows) < want {
		t.Errorf("csv: exit %d, %d rows, want at least %d, %v: %s", code, len(rows), want, err, stderr)
	}
	if code, stdout, _ = celav(t, "match", "--opening", ranking.Eligible.Items[0].Opening); code != exitOK || !strings.Contains(stdout, "judged by snapshot") {
		t.Errorf("match of an opening: exit %d %s", code, stdout)
	}
	code, stdout, stderr = celav(t, "match", "--all", "--limit", "2", "-o", "csv")
	whose := map[string]bool{}
	rows, err = csv.NewReader(strings.NewReader(stdout)).ReadAll()
	for _, row := range rows[min(len(rows), 1):] {
		whose[row[0]] = true
	}
	if code != exitOK || err != nil || len(whose) < 10 || !whose[id] || !strings.Contains(stderr, "people") {
		t.Errorf("match of everybody: exit %d, %d people, %v: %s", code, len(whose), err, stderr)
	}
	code, stdout, stderr = celav(t, "assign", "--all", "-o", "json")
	var plan matching.Assignment
	if err := json.Unmarshal([]byte(stdout), &plan); code != exitOK || err != nil || len(plan.Items) != plan.People || plan.Placed == 0 || plan.Total < plan.FirstCome.Total {
		t.Errorf("assign: exit %d, %d of %d, total %v: %s %v", code, plan.Placed, plan.People, plan.Total, stderr, err)
	}
	if !strings.Contains(stderr, "of "+strconv.Itoa(plan.People)+" people") {
		t.Errorf("assign does not say how far it is: %q", stderr)
	}
	code, stdout, stderr = celav(t, "assign", "--team", "equipe-1", "-o", "csv")
	if rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll(); code != exitOK || err != nil || len(rows) < 2 {
		t.Errorf("assign of a team: exit %d, %d rows, %v: %s", code, len(rows), err, stderr)
	}
	if code, _, stderr = celav(t, "match", "--person", "nobody"); code != exitFailed || stderr == "" {
		t.Errorf("match of nobody: exit %d %s", code, stderr)
	}
	if code, stdout, _ = celav(t, "check", "-o", "json"); code != exitOK || !strings.Contains(stdout, s.URL()) {
		t.Errorf("check: exit %d %s", code, stdout)
	}
}

// somebody returns a person for whom something is eligible.
func somebody(t *testing.T, s *suite.Suite) string {
	t.Helper()
	token, err := s.Issuer().AccessToken("coordinator")
	if err != nil {
		t.Fatal(err)
	}
	client, err := intake.NewClientWithResponses(s.URL()+"/intake", intake.WithHTTPClient(bearing(token)))
	if err != nil {
		t.Fatal(err)
	}
	people, err := client.ListPeopleWithResponse(t.Context(), &intake.ListPeopleParams{})
	if err != nil || people.JSON200 == nil {
		t.Fatalf("list people: %v", err)
	}
	matches, err := matching.NewClientWithResponses(s.URL()+"/matching", matching.WithHTTPClient(bearing(token)))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people.JSON200.Items {
		answer, err := matches.MatchPersonWithResponse(t.Context(), p.Id, &matching.MatchPersonParams{})
		if err == nil && answer.JSON200 != nil && len(answer.JSON200.Eligible.Items) > 0 {
			return p.Id
		}
	}
	t.Fatal("nothing is eligible for anybody")
	return ""
}
