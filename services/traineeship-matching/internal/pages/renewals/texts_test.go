package renewals

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/traineeships"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, Messages(), "matching.renewals")
	catalog, err := ui.NewCatalog(Messages(), traineeships.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	need := func(id string) {
		if !ui.Has(ctx, id) {
			t.Errorf("%s is missing", id)
		}
	}
	files, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	own, others := regexp.MustCompile(`\bt\(ctx, "([a-z][A-Za-z.-]*)"[,)]`), regexp.MustCompile(`\bshared\(ctx, "([a-z][A-Za-z.-]*)"[,)]`)
	for _, name := range files {
		if strings.HasSuffix(name, "_templ.go") || filepath.Ext(name) != ".go" && filepath.Ext(name) != ".templ" {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range own.FindAllStringSubmatch(string(source), -1) {
			need(prefix + m[1])
		}
		for _, m := range others.FindAllStringSubmatch(string(source), -1) {
			need("matching.traineeships." + m[1])
		}
	}
	for _, h := range placement.Hindrances() {
		need(prefix + "hindrance." + string(h))
	}
	for _, r := range placement.ReminderResults() {
		need(prefix + "reminded." + r)
	}
	for _, w := range []string{"renew", "end"} {
		need(prefix + "confirm." + w)
		need(prefix + "confirm.do." + w)
		need(prefix + "outcome." + w)
	}
	for _, id := range []string{"name", "event", "text"} {
		need(prefix + "feed." + id)
	}
}
