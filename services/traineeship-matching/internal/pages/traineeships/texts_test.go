package traineeships

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/letters"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, Messages(), "matching.traineeships")
	catalog, err := ui.NewCatalog(Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	need := func(id string) {
		if !ui.Has(ctx, prefix+id) {
			t.Errorf("%s is missing", prefix+id)
		}
	}
	files, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\bt\(ctx, "([a-z][A-Za-z.-]*)"[,)]`)
	for _, name := range files {
		if strings.HasSuffix(name, "_templ.go") || filepath.Ext(name) != ".go" && filepath.Ext(name) != ".templ" {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(source), -1) {
			need(m[1])
		}
	}
	for _, s := range traineeship.States() {
		need("state." + string(s))
	}
	for _, k := range letters.Kinds() {
		need("letter." + k)
	}
	for _, w := range traineeship.Wishes() {
		need("wish." + string(w))
		need("decided." + string(w))
		for _, r := range traineeship.Reasons(w) {
			need("reason." + r)
		}
	}
	for _, r := range traineeship.EarlyReasons() {
		need("early." + r)
	}
	for _, k := range traineeship.HireKinds() {
		need("hire.kind." + string(k))
	}
	for _, k := range append(traineeship.BroughtPapers(), traineeship.CheckWorkAccess, traineeship.CheckDuration, traineeship.CheckAllowance, traineeship.CheckSeats) {
		need("paper." + string(k))
	}
	for _, k := range policy.TraineeshipTypes() {
		need("type." + string(k))
		need("judged.limit-" + string(k))
	}
	for _, row := range traineeship.Transitions() {
		if row.Right != traineeship.Nobody && row.Act != traineeship.ActOpen {
			need("refused." + string(row.Act))
		}
	}
}
