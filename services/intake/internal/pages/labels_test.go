package pages

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/celav/celav/pkg/ui"
)

// Whoever reads who did what on a file reads it in words: every action that a service can record has a label, in the four
// languages.
func TestEveryRecordedActionHasALabel(t *testing.T) {
	// Actions that only guard a route: nothing about a person is seen or done by them, and no service records them.
	unrecorded := []string{
		"public", "home.read", "tasks.read", "feed.read", "person.owner", "names.read", "team.read", "staff.names", "staff.read", "partner.read",
		"directory.read", "concept.read",
	}
	catalog, err := Catalog()
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range append(actions(t), "age.step") {
		if slices.Contains(unrecorded, action) {
			continue
		}
		for _, l := range ui.Languages() {
			if id := "intake.action." + action; !ui.Has(ui.With(t.Context(), catalog, ui.Request{Lang: l.Tag}), id) {
				t.Errorf("no text for %s in %s", id, l.Name)
			}
		}
	}
}

// actions reads them where all are declared.
func actions(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../../../pkg/identity/action.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Action" {
			for _, v := range spec.Values {
				if literal, ok := v.(*ast.BasicLit); ok {
					value, err := strconv.Unquote(literal.Value)
					if err != nil {
						t.Fatal(err)
					}
					found = append(found, value)
				}
			}
		}
		return true
	})
	if len(found) < 60 {
		t.Fatalf("only %d actions found", len(found))
	}
	return found
}
