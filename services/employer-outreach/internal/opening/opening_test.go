package opening_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func number(n int) *int { return &n }

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

func good() opening.Terms {
	return opening.Terms{
		SiteID: "site", Kind: opening.Both, Title: "Aiuto cuoco", Language: "it", Occupation: "celav:o/kitchen-assistant", ISCO: "9412",
		NeededAtStart: []opening.SkillDemand{{Skill: "celav:s/wash-dishes", Level: number(2), Weight: 1}},
		Optional:      []opening.SkillDemand{{Skill: "esco:s/0a1b"}},
		LearnedHere:   []string{"celav:s/cook-pasta"},
		Languages:     []opening.LanguageDemand{{Language: "it", Level: "A2"}},
		Slots:         []opening.Slot{{Day: 2, From: "18:00", To: "23:00"}, {Day: 1, From: "18:00", To: "23:00"}},
		Start:         civil.Date{Year: 2027, Month: 1, Day: 11}, Seats: 2, HoursWeek: number(30), Months: number(3),
	}
}

func TestNewFillsDefaultsAndOrders(t *testing.T) {
	o, err := opening.New("id", "company", good())
	if err != nil {
		t.Fatal(err)
	}
	if o.State != opening.Draft || o.Version != 1 || o.Told() || o.Live(today) {
		t.Errorf("a new opening is %+v", o)
	}
	if o.Terms.MinimumAge != 16 || o.Terms.Optional[0].Weight != 2 || o.Terms.Slots[0].Day != 1 || o.Terms.Licences == nil {
		t.Errorf("terms are %+v", o.Terms)
	}
}

func TestCheckTellsEverythingAtOnce(t *testing.T) {
	past := civil.Date{Year: 2026, Month: 2, Day: 30}
	for name, c := range map[string]struct {
		spoil func(*opening.Terms)
		want  string
	}{
		"nothing":         {func(t *opening.Terms) { *t = opening.Terms{} }, "/siteId required, /kind unknown, /title required, /language unknown, /occupation required, /start required, /seats out-of-range"},
		"long title":      {func(t *opening.Terms) { t.Title = strings.Repeat("é", 121) }, "/title too-long"},
		"skill as job":    {func(t *opening.Terms) { t.Occupation = "celav:s/x" }, "/occupation unknown"},
		"unknown skill":   {func(t *opening.Terms) { t.NeededAtStart[0].Skill = "x" }, "/neededAtStart/0/skill unknown-skill"},
		"skill twice":     {func(t *opening.Terms) { t.LearnedHere = []string{"celav:s/wash-dishes"} }, "/learnedHere/0 duplicate"},
		"level":           {func(t *opening.Terms) { t.NeededAtStart[0].Level = number(5) }, "/neededAtStart/0/level out-of-range"},
		"slot order":      {func(t *opening.Terms) { t.Slots[0].To = "17:00" }, "/slots/1 order"},
		"slots overlap":   {func(t *opening.Terms) { t.Slots[1].Day = 2 }, "/slots/1 duplicate"},
		"language twice":  {func(t *opening.Terms) { t.Languages = append(t.Languages, t.Languages[0]) }, "/languages/1/language duplicate"},
		"no CEFR level":   {func(t *opening.Terms) { t.Languages[0].Level = "A3" }, "/languages/0/level unknown"},
		"no such day":     {func(t *opening.Terms) { t.ClosesOn = &past }, "/closesOn date"},
		"too many taken":  {func(t *opening.Terms) { t.SeatsTaken = 3 }, "/seatsTaken out-of-range"},
		"child":           {func(t *opening.Terms) { t.MinimumAge = 14 }, "/minimumAge out-of-range"},
		"no such comfort": {func(t *opening.Terms) { t.Accommodations = []string{"diagnosis"} }, "/accommodations/0 unknown"},
	} {
		terms := good()
		c.spoil(&terms)
		_, err := opening.New("id", "company", terms)
		if got := told(err); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func told(err error) string {
	f, ok := err.(*fault.Error) //nolint:errorlint // the domain returns it bare
	if !ok {
		return fmt.Sprint(err)
	}
	var list []string
	for _, v := range f.Violations {
		list = append(list, v.Pointer+" "+v.Code)
	}
	return strings.Join(list, ", ")
}

func TestBeneathMovesPointers(t *testing.T) {
	_, err := opening.New("id", "company", opening.Terms{})
	if got := told(opening.Beneath(err, "/terms")); !strings.HasPrefix(got, "/terms/siteId required, /terms/kind") {
		t.Error(got)
	}
	if err := opening.Beneath(fault.New(fault.Conflict, "x"), "/terms"); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

// Whatever happens to an opening, closed is for good, what was told stays told, and only a published one
// with a free seat before its closing day is live.
func TestLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := good()
		if rapid.Bool().Draw(t, "closes") {
			day := today.AddDays(rapid.IntRange(-2, 2).Draw(t, "days"))
			terms.ClosesOn = &day
		}
		terms.SeatsTaken = rapid.IntRange(0, 2).Draw(t, "taken")
		o, err := opening.New("id", "company", terms)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 8).Draw(t, "moves") {
			to := rapid.SampledFrom(opening.States()).Draw(t, "to")
			next, err := o.Move(to, today)
			switch {
			case err != nil && next.State != o.State:
				t.Fatalf("a refused move to %s left %s", to, next.State)
			case err == nil && !o.May(to):
				t.Fatalf("%s became %s", o.State, to)
			case err == nil && o.State == opening.Closed:
				t.Fatal("a closed opening moved")
			case o.Told() && !next.Told():
				t.Fatal("what was told is not told any more")
			case next.Live(today) && (next.State != opening.Published || next.Expired(today) || terms.SeatsTaken == terms.Seats):
				t.Fatalf("live: %+v", next)
			}
			o = next
		}
	})
}

func TestEdit(t *testing.T) {
	o, err := opening.New("id", "company", good())
	if err != nil {
		t.Fatal(err)
	}
	if o, err = o.Move(opening.Published, today); err != nil || o.PublishedOn == nil || !o.Live(today) {
		t.Fatalf("published: %+v %v", o, err)
	}
	full := good()
	full.SeatsTaken = full.Seats
	if o, err = o.Edit(full, today); err != nil || o.Live(today) {
		t.Errorf("a published opening can fill up: %v", err)
	}
	yesterday := today.AddDays(-1)
	full.ClosesOn = &yesterday
	if _, err := o.Edit(full, today); told(err) != "/closesOn past" {
		t.Errorf("a closing day in the past: %v", err)
	}
	if o, err = o.Move(opening.Closed, today); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Edit(good(), today); !fault.Is(err, fault.Precondition) {
		t.Errorf("a closed opening was changed: %v", err)
	}
	if slices.ContainsFunc(opening.States(), o.May) {
		t.Error("a closed opening may move")
	}
}
