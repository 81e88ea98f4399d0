package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// published adds an opening whose terms are changed, and publishes it.
func (f fixture) published(t *testing.T, c company.Company, change func(*opening.Terms)) string {
	t.Helper()
	asked := terms(c.Sites[0].ID)
	change(&asked)
	o, err := opening.New(id(), c.ID, asked)
	must(t, err)
	must(t, f.AddOpening(t.Context(), o, ""))
	f.move(t, o.ID, opening.Published)
	return o.ID
}

func TestLookingForWork(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		milan, monza := bakery(), bakery()
		monza.Sites[0].Municipality, monza.Sites[0].Lat, monza.Sites[0].Lon = "Monza", 45.58, 9.27
		must(t, f.AddCompany(ctx, milan, "", ""))
		must(t, f.AddCompany(ctx, monza, "", ""))
		baker := f.published(t, milan, func(*opening.Terms) {})
		cook := f.published(t, monza, func(t *opening.Terms) {
			t.Kind, t.Title, t.Description, t.Occupation, t.ISCO = opening.Contract, "Cuòco di mensa", "", "celav:o/cook", "5120"
			t.NeededAtStart, t.LearnedHere = []opening.SkillDemand{{Skill: "celav:s/cook-food"}}, nil
			t.Languages = []opening.LanguageDemand{{Language: "it", Level: "B1"}, {Language: "ar", Level: "B1"}}
		})
		shop := f.published(t, milan, func(t *opening.Terms) { t.Kind, t.Languages, t.Title = opening.Both, nil, "Vendita 100% pane_fresco" })
		hidden, err := opening.New(id(), milan.ID, terms(milan.Sites[0].ID))
		must(t, err)
		must(t, f.AddOpening(ctx, hidden, ""))
		must(t, f.KeepLabels(ctx, "fr", map[string]string{"celav:o/baker": "boulangère"}))
		lambrate, _ := company.AreaByID("lambrate")
		for name, c := range map[string]struct {
			looking store.Looking
			want    []string
		}{
			"everything":                       {store.Looking{}, []string{shop, cook, baker}},
			"a word, accents and ending apart": {store.Looking{Text: "cuoca"}, []string{cook}},
			"an occupation in French":          {store.Looking{Text: "BOULANGER"}, []string{shop, baker}},
			"signs that SQL knows":             {store.Looking{Text: "100% _"}, []string{shop}},
			"a word that nothing has":          {store.Looking{Text: "astronauta"}, nil},
			"traineeships":                     {store.Looking{Kind: opening.Traineeship}, []string{shop, baker}},
			"contracts":                        {store.Looking{Kind: opening.Contract}, []string{shop, cook}},
			"a town":                           {store.Looking{Municipality: "Monza"}, []string{cook}},
			"near an area":                     {store.Looking{Near: lambrate}, []string{shop, baker}},
			"a group of occupations":           {store.Looking{Group: "5"}, []string{cook}},
			"no Italian":                       {store.Looking{Italian: store.NoItalian}, []string{shop}},
			"Italian up to A2":                 {store.Looking{Italian: "A2"}, []string{shop, baker}},
			"Arabic is asked for":              {store.Looking{Language: "ar"}, []string{cook}},
			"a skill":                          {store.Looking{Skill: "celav:s/operate-oven"}, []string{shop, baker}},
		} {
			lines, _, total, err := f.Look(ctx, c.looking, store.Query{Limit: 10})
			must(t, err)
			var got []string
			for _, l := range lines {
				got = append(got, l.ID)
			}
			if d := cmp.Diff(c.want, got); d != "" || total != len(c.want) {
				t.Errorf("%s, %d in all (-want +got):\n%s", name, total, d)
			}
		}
		lines, next, total, err := f.Look(ctx, store.Looking{}, store.Query{Limit: 2})
		must(t, err)
		if len(lines) != 2 || next == "" || total != 3 {
			t.Fatalf("the first page: %d of %d, next %q", len(lines), total, next)
		}
		if lines, next, total, err = f.Look(ctx, store.Looking{}, store.Query{Limit: 2, Cursor: next}); err != nil || len(lines) != 1 || next != "" || total != 3 {
			t.Errorf("the second page: %d of %d, next %q, %v", len(lines), total, next, err)
		}
	})
}

func TestSkillsMostAskedFor(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx, c := open(t, db), t.Context(), bakery()
		must(t, f.AddCompany(ctx, c, "", ""))
		first := f.published(t, c, func(*opening.Terms) {})
		f.published(t, c, func(t *opening.Terms) {
			t.Seats, t.SeatsTaken = 4, 1
			t.Optional = []opening.SkillDemand{{Skill: "celav:s/sell"}}
		})
		wanted, err := f.SkillsWanted(ctx, 10)
		must(t, err)
		if d := cmp.Diff([]store.SkillWanted{{Skill: "celav:s/knead-dough", Openings: 2, Seats: 5}, {Skill: "celav:s/sell", Openings: 1, Seats: 3}}, wanted); d != "" {
			t.Errorf("skills (-want +got):\n%s", d)
		}
		f.move(t, first, opening.Paused)
		wanted, err = f.SkillsWanted(ctx, 1)
		must(t, err)
		if len(wanted) != 1 || wanted[0].Openings != 1 || wanted[0].Seats != 3 {
			t.Errorf("with one opening paused: %+v", wanted)
		}
		choices, err := f.Choices(ctx)
		must(t, err)
		if d := cmp.Diff(store.Choices{Places: []store.Place{{Municipality: "Milano", Openings: 1}}, Groups: []string{"7"}, Openings: 1, Seats: 3}, choices); d != "" {
			t.Errorf("choices (-want +got):\n%s", d)
		}
	})
}

// An opening that was written before the orientation desk can be found after one round.
func TestOpeningsFromBefore(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx, c := open(t, db), t.Context(), bakery()
		must(t, f.AddCompany(ctx, c, "", ""))
		baker := f.published(t, c, func(*opening.Terms) {})
		for _, statement := range []string{"DELETE FROM opening_skill", "DELETE FROM opening_language", "UPDATE opening SET kind = '', isco = '', words = '', searched = false"} {
			_, err := db.ExecContext(ctx, statement)
			must(t, err)
		}
		n, err := f.CatalogueMissing(ctx)
		must(t, err)
		lines, _, _, err := f.Look(ctx, store.Looking{Text: "panettiere", Kind: opening.Traineeship, Group: "7", Skill: "celav:s/knead-dough", Italian: "A2"}, store.Query{})
		must(t, err)
		if n != 1 || len(lines) != 1 || lines[0].ID != baker {
			t.Errorf("%d read again, found %d", n, len(lines))
		}
		if n, err = f.CatalogueMissing(ctx); n != 0 || err != nil {
			t.Errorf("again: %d, %v", n, err)
		}
	})
}

func TestFolded(t *testing.T) {
	for in, want := range map[string]string{"Caffè,  L’Aquila!": "caffe l aquila", "": "", "مُدرِّب": "مدرب", "ÉCOLE\n3": "ecole 3"} {
		if got := store.Folded(in); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}
