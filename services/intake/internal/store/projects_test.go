package store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/planning"
	"github.com/celav/celav/services/intake/internal/project"
)

func TestProjects(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		who := person.Person{
			ID: uuid.Must(uuid.NewV7()).String(), Version: 1, Team: "equipe-1", Name: "Prova Progetto", Language: "it", Residence: person.Local,
			State: person.Active, WaitingSince: day("2026-11-01"), CreatedAt: noon, ChangedAt: noon,
		}
		if err := s.Create(t.Context(), who, "", entry); err != nil {
			t.Fatal(err)
		}
		none, err := s.Project(t.Context(), who.ID)
		if err != nil || none.Begun() {
			t.Fatalf("a project that nobody began: %+v, %v", none, err)
		}
		late, done := day("2026-11-20"), day("2026-11-19")
		want := project.Project{
			Person: who.ID, Goal: "Lavorare come cuoca", Learn: "Haccp", AgreedOn: &done,
			Actions: []project.Action{
				{ID: "a", By: project.CeLav, What: "Parlare con la scuola", Due: late, State: project.Doing},
				{ID: "b", By: project.Person, What: "Portare il diploma", Due: late, State: project.Done, EndedOn: &done},
				{ID: "c", By: project.Person, What: "Iscriversi", Due: day("2026-12-20"), State: project.Open},
			},
		}
		if want.Version, err = s.SaveProject(t.Context(), want, noon, entry); err != nil || want.Version != 1 {
			t.Fatalf("version %d, %v", want.Version, err)
		}
		if again, err := s.Project(t.Context(), who.ID); err != nil || cmp.Diff(want, again) != "" {
			t.Errorf("read again: %v, %s", err, cmp.Diff(want, again))
		}
		if _, err := s.SaveProject(t.Context(), project.Project{Person: who.ID, Goal: "x"}, noon, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("begun twice: %v", err)
		}
		old := want
		if want.Version, err = s.SaveProject(t.Context(), want, noon, entry); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SaveProject(t.Context(), old, noon, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version was written: %v", err)
		}
		for name, c := range map[string]struct {
			ask  planning.Late
			want int
		}{
			"all":           {planning.Late{}, 1},
			"the team's":    {planning.Late{Team: "equipe-1"}, 1},
			"another's":     {planning.Late{Team: "equipe-2"}, 0},
			"the person's":  {planning.Late{Person: who.ID, By: project.Person}, 0},
			"the counsel's": {planning.Late{By: project.CeLav}, 1},
		} {
			c.ask.Before, c.ask.Limit = day("2026-11-23"), 10
			found, err := s.LateActions(t.Context(), c.ask)
			if err != nil || len(found) != c.want || c.want == 1 && (found[0].Since != late || found[0].Count != 1) {
				t.Errorf("%s: %+v, %v", name, found, err)
			}
		}
		created, err := s.LoadProjects(t.Context(), []project.Project{{Person: who.ID, Goal: "Nuovo"}}, noon, entry)
		if err != nil || created != 0 {
			t.Errorf("replaced by a batch: %d created, %v", created, err)
		}
		if p, err := s.Project(t.Context(), who.ID); err != nil || p.Goal != "Nuovo" || len(p.Actions) != 0 || p.Version != want.Version+1 {
			t.Errorf("after the batch: %+v, %v", p, err)
		}
		var document string
		if err := db.QueryRowContext(t.Context(), "SELECT document FROM project").Scan(&document); err != nil || strings.Contains(document, "Nuovo") {
			t.Errorf("the project lies open: %q, %v", document, err)
		}
	})
}
