package policy_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/celav/celav/pkg/policy"
)

func TestLoadIsStrict(t *testing.T) {
	raw, err := os.ReadFile("rulesets/italy-2026.yaml")
	if err != nil {
		t.Fatal(err)
	}
	good := string(raw)
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown field", "wait_days: 60", "wait_dais: 60", "wait_dais"},
		{"unknown rule", "  WA-09:\n", "  WA-99:\n", "WA-99"},
		{"missing source", "sources: [S84]", "sources: []", "no source"},
		{"unlisted source", "sources: [S84]", "sources: [S999]", "S999"},
		{"unknown confidence", "confidence: M\n    sources: [S67]", "confidence: X\n    sources: [S67]", `"X"`},
		{"unknown outcome", "{outcome: no,", "{outcome: never,", "never"},
		{"uncertain row that does not ask", "eu-family:             {outcome: human", "eu-family:             {outcome: ok", "may only ask a person"},
		{"no version", "name: no-permit\n    version: 1", "name: no-permit", "WA-09"},
		{"parameter missing", "wait_days: 60", "wait_days: 0", "parameter"},
		{"wrong date", "valid_from: 2026-01-01", "valid_from: 2026-02-30", "line"},
		{"status missing", "        family: ", "        #family: ", "family"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := strings.Replace(good, c.old, c.new, 1)
			if bad == good {
				t.Fatal("the case changes nothing")
			}
			_, err := policy.Load(fstest.MapFS{"x.yaml": {Data: []byte(bad)}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a fault that says %q", err, c.want)
			}
		})
	}
	t.Run("overlap", func(t *testing.T) {
		if _, err := policy.Load(fstest.MapFS{"a.yaml": {Data: raw}, "b.yaml": {Data: raw}}); err == nil {
			t.Error("two sets in force at once were accepted")
		}
	})
	t.Run("by date", func(t *testing.T) {
		first := strings.Replace(good, "valid_to: null", "valid_to: 2026-12-31", 1)
		second := strings.Replace(strings.Replace(good, "valid_from: 2026-01-01", "valid_from: 2027-01-01", 1), `version: "2026.1"`, `version: "2027.1"`, 1)
		library, err := policy.Load(fstest.MapFS{"b.yaml": {Data: []byte(first)}, "a.yaml": {Data: []byte(second)}})
		if err != nil {
			t.Fatal(err)
		}
		for when, want := range map[string]string{"2026-12-31": "2026.1", "2027-01-01": "2027.1"} {
			set, err := library.On(day(when))
			if err != nil || set.Version != want {
				t.Errorf("on %s: %s, %v", when, set.Version, err)
			}
		}
		if _, err := library.On(day("2025-12-31")); err == nil {
			t.Error("no set is in force before the first")
		}
	})
}

// A rule that is not firm never blocks.
func TestUncertainRulesDoNotBlock(t *testing.T) {
	raw, err := os.ReadFile("rulesets/italy-2026.yaml")
	if err != nil {
		t.Fatal(err)
	}
	weak := strings.Replace(string(raw), "name: minimum-age\n    version: 1\n    confidence: H", "name: minimum-age\n    version: 1\n    confidence: mem", 1)
	library, err := policy.Load(fstest.MapFS{"x.yaml": {Data: []byte(weak)}})
	if err != nil {
		t.Fatal(err)
	}
	set, err := library.On(today)
	if err != nil {
		t.Fatal(err)
	}
	if r := set.MinimumAge(15, 16); r.Decision != policy.Human {
		t.Errorf("a rule from memory says %s", r.Decision)
	}
}
