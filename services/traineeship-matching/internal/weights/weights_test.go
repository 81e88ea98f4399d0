package weights_test

import (
	"os"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestReadIsStrict(t *testing.T) {
	text, err := os.ReadFile("weights.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"shares that do not add up", "essential: 44", "essential: 45", "101"},
		{"unknown part", "freshness: 2 ", "fresh: 2 ", "freshness is missing"},
		{"unknown field", "level_unset", "level_unsaid", "level_unsaid"},
		{"knowing more counts less", "  - [100, 100, 100, 80]", "  - [90, 90, 90, 80]", "row 3"},
		{"missing nearness", ", sibling: 40", "", "sibling"},
		{"no speed", "bike: {km_per_hour: 14,", "bike: {km_per_hour: 0,", "bike"},
		{"no version", `version: "2026.1"`, `version: ""`, "version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := strings.Replace(string(text), c.old, c.new, 1)
			if bad == string(text) {
				t.Fatal("the case changes nothing")
			}
			if _, err := weights.Read([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a fault that says %q", err, c.want)
			}
		})
	}
}
