package traineeship

import (
	"os"
	"strings"
	"testing"
)

// The documentation draws the table of transitions; UPDATE=1 draws it anew.
func TestTheDocumentedDiagramIsTheTable(t *testing.T) {
	const path = "../../../../docs/traineeships.md"
	var b strings.Builder
	b.WriteString("# Traineeships: what may happen\n\nDrawn from the table of transitions (`internal/traineeship/transitions.go`) by its test; do not edit.\n")
	b.WriteString("In brackets who may do it: write (counsellors of the team, coordinators), answer (the three parties), oversee\n(coordinators), follow (the trainee, and counsellors for the trainee), clock (nobody: it happens).\n")
	for _, machine := range []string{"traineeship", "term", "request"} {
		b.WriteString("\n## " + strings.ToUpper(machine[:1]) + machine[1:] + "\n\n```mermaid\n" + Diagram(machine) + "```\n")
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != b.String() {
		t.Errorf("docs/traineeships.md is not the table any more (UPDATE=1 go test draws it): %v", err)
	}
}
