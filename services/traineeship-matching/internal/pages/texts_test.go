package pages

import (
	"os"
	"regexp"
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/art27"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/assignments"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/clock"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/contests"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/fairness"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/indices"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/newmatches"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/renewals"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/runs"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/searches"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/shortlists"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/traineeships"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, ui.MessageFolder(messages), "matching")
	uitest.CheckCatalog(t, art27.Messages(), "matching")
	uitest.CheckUse(t, "..", ui.MessageFolder(messages), shortlists.Messages(), art27.Messages(), assignments.Messages(), searches.Messages(), newmatches.Messages(), indices.Messages(), runs.Messages(), ledger.Messages(), fairness.Messages(), contests.Messages(), clock.Messages(), renewals.Messages(), traineeships.Messages())
}

// Every reason that the gate may give has words; so has every way to lift a block.
func TestReasonsHaveWords(t *testing.T) {
	catalog, err := Catalog()
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/matching/"})
	reason := regexp.MustCompile(`policy\.(OK|Warn|Human|Block), "([a-z-]+)"`)
	gate, err := os.ReadFile("../match/gate.go")
	if err != nil {
		t.Fatal(err)
	}
	practical, err := os.ReadFile("../match/practical.go")
	if err != nil {
		t.Fatal(err)
	}
	gate = append(gate, practical...)
	found := reason.FindAllStringSubmatch(string(gate), -1)
	if len(found) < 30 {
		t.Fatalf("only %d reasons were found", len(found))
	}
	legal := map[string]string{ // pkg/policy: periods, ages, capacity
		"may-work": "OK", "hours-limited": "Warn", "ends-inside-renewable": "Warn", "ends-inside": "Human", "changes-inside": "Human",
		"no-access": "Block", "access-to-be-judged": "Human", "access-unknown": "Human", "access-starts-later": "Human", "access-ended": "Human",
		"hours-unknown": "Human", "hours-over-traineeship": "Human", "hours-over": "Block", "age-unknown": "Human", "too-young": "Block",
		"minor": "Human", "old-enough": "OK", "host-full": "Block",
	}
	abroad, err := os.ReadFile("../../../../pkg/policy/art27.go")
	if err != nil {
		t.Fatal(err)
	}
	rules := regexp.MustCompile(`(OK|Warn|Human|Block), "(abroad-[a-z-]+)"`).FindAllStringSubmatch(string(abroad), -1)
	if len(rules) < 25 {
		t.Fatalf("only %d reasons of Art. 27 were found", len(rules))
	}
	found = append(found, rules...)
	for code, decision := range legal {
		found = append(found, []string{"", decision, code})
	}
	for _, f := range found {
		if id := "matching.reason." + f[2]; !ui.Has(ctx, id) {
			t.Errorf("%s is missing", id)
		}
		if id := "matching.improve." + f[2]; f[1] == "Block" && !ui.Has(ctx, id) {
			t.Errorf("%s is missing", id)
		}
	}
}

func TestDaysInARowAreJoined(t *testing.T) {
	catalog, err := Catalog()
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "en", Path: "/matching/"})
	for in, want := range map[string]string{
		"1 08:00-14:00": "Monday 08:00–14:00",
		"1 08:00-14:00, 2 08:00-14:00, 3 08:00-14:00": "Monday–Wednesday 08:00–14:00",
		"1 08:00-14:00, 3 08:00-14:00, 4 09:00-14:00": "Monday 08:00–14:00, Wednesday 08:00–14:00, Thursday 09:00–14:00",
	} {
		if got := slotsText(ctx, in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
