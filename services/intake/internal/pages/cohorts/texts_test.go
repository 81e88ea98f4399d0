package cohorts

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/intake/internal/cohort"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, Messages(), "intake")
	uitest.CheckUse(t, ".", Messages())
}

// Texts whose ids are put together from a code must exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "fr"})
	var ids []string
	for _, s := range cohort.States() {
		ids = append(ids, "state."+string(s), "next.partner."+string(s), "next.city."+string(s))
	}
	for _, r := range []cohort.Result{cohort.Create, cohort.Update, cohort.Same, cohort.Faulty} {
		ids = append(ids, "result."+string(r))
	}
	for _, code := range codes(t, "../../cohort/check.go", `(?m)^\t[A-Z]\w+\s+= "([a-z-]+)"`) {
		ids = append(ids, "finding."+code)
	}
	for _, code := range codes(t, "../../spreadsheet/read.go", `wrong\("([a-z-]+)"`) {
		ids = append(ids, "finding."+code)
	}
	for _, code := range codes(t, "../../cohort/papers.go", `Stage = "([a-z-]+)"`) {
		ids = append(ids, "papers."+code)
	}
	for _, code := range codes(t, "../../cohort/request.go", `bad\.Add\("[a-z/]+", "([a-z-]+)"`) {
		ids = append(ids, "finding."+code)
	}
	for _, code := range codes(t, "../../cohort/papers.go", `Due\{(?:Paper: )?"([a-z-]+)"`) {
		ids = append(ids, "due."+code)
	}
	for _, code := range codes(t, "../../cohort/notice.go", `Stage = "([a-z-]+)"`) {
		ids = append(ids, "papers."+code)
	}
	for _, s := range cohort.RequestStates() {
		ids = append(ids, "request."+string(s))
	}
	// What traineeship-matching may answer, by its contract: the partner reads words, never a code.
	stage := block(t, "../../../../../pkg/contract/matching/openapi.yaml", "    Stage:\n")
	for field, prefix := range map[string]string{"stage": "stage.", "reason": "reason.", "nextStep": "next-step."} {
		for _, code := range enum(t, stage, field) {
			ids = append(ids, prefix+code)
		}
	}
	if len(ids) < 80 {
		t.Fatalf("only %d codes were found", len(ids))
	}
	for _, id := range ids {
		if !ui.Has(ctx, "intake.cohorts."+id) {
			t.Errorf("no text for %s", id)
		}
	}
}

func codes(t *testing.T, path, pattern string) []string {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(source), -1) {
		list = append(list, m[1])
	}
	return list
}

// block is a schema of a contract.
func block(t *testing.T, path, from string) string {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(source), from)
	if !found {
		t.Fatalf("no %s in %s", from, path)
	}
	return after[:min(len(after), 1200)]
}

// enum are the values of a field of a schema.
func enum(t *testing.T, schema, field string) []string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^        ` + field + `: \{ type: string, enum: \[([a-z, -]+)\]`).FindStringSubmatch(schema)
	if m == nil {
		t.Fatalf("%s has no values in the contract", field)
	}
	return strings.Split(m[1], ", ")
}
