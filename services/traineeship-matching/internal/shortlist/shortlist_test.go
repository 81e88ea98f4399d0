package shortlist_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

var (
	now   = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	today = civil.Date{Year: 2026, Month: 11, Day: 23}
)

// change is one that is right in every field, so that a refusal is the table's.
func change(act shortlist.Act, by shortlist.Party, e shortlist.Entry) shortlist.Change {
	c := shortlist.Change{
		Act: act, By: by, Reason: "other", NextStep: "training", How: "phone", Name: "Amina Prova", Contact: "+39 02 555",
		Times: []time.Time{now.Add(48 * time.Hour), now.Add(24 * time.Hour)}, Decision: &shortlist.Decision{Run: "r"},
	}
	if len(e.Facts.Times) > 0 {
		c.Time = &e.Facts.Times[0]
	}
	return c
}

func do(t *testing.T, e shortlist.Entry, act shortlist.Act, by shortlist.Party) shortlist.Entry {
	t.Helper()
	next, err := e.Apply(change(act, by, e), now, today)
	if err != nil {
		t.Fatalf("%s by %s from %s: %v", act, by, e.State, err)
	}
	return next
}

func TestThePathToAHire(t *testing.T) {
	e := shortlist.Entry{ID: "0190a0de-0000-7000-8000-000000000abc", State: shortlist.New}
	for _, step := range []struct {
		act shortlist.Act
		by  shortlist.Party
		to  shortlist.State
	}{
		{shortlist.Propose, shortlist.Desk, shortlist.Proposed},
		{shortlist.AskRelease, shortlist.Host, shortlist.ConsentAsked},
		{shortlist.Consent, shortlist.Desk, shortlist.Released},
		{shortlist.ProposeTimes, shortlist.Host, shortlist.TimesProposed},
		{shortlist.AcceptTime, shortlist.Person, shortlist.Booked},
		{shortlist.AgreeHire, shortlist.Host, shortlist.Chosen},
		{shortlist.Place, shortlist.Suite, shortlist.Placed},
	} {
		e = do(t, e, step.act, step.by)
		if e.State != step.to {
			t.Fatalf("after %s the entry is %s", step.act, e.State)
		}
		if known := e.Words.Name != ""; known != e.State.Identified() {
			t.Errorf("%s: name kept %v, shown %v", e.State, known, e.State.Identified())
		}
	}
	if e.Facts.Agreed() != "hire" || e.Facts.Booked == nil || !e.Facts.Booked.Equal(now.Add(24*time.Hour)) {
		t.Errorf("%+v", e.Facts)
	}
}

// Nothing shows a name but a consent, and whatever ends the consent takes the name away.
func TestOnlyConsentNamesSomebody(t *testing.T) {
	for _, tr := range shortlist.Transitions() {
		for _, from := range tr.From {
			if tr.To.Identified() && !from.Identified() && tr.Act != shortlist.Consent {
				t.Errorf("%s leads from %s to %s, which shows a name", tr.Act, from, tr.To)
			}
		}
	}
	e := shortlist.Entry{ID: "x", State: shortlist.New}
	e = do(t, do(t, do(t, e, shortlist.Propose, shortlist.Desk), shortlist.Present, shortlist.Desk), shortlist.Consent, shortlist.Person)
	for _, act := range []shortlist.Act{shortlist.WithdrawConsent, shortlist.Lapse} {
		by := shortlist.Person
		if act == shortlist.Lapse {
			by = shortlist.Suite
		}
		if after := do(t, e, act, by); after.Words.Name != "" || after.Words.Contact != "" || after.Facts.Given != nil {
			t.Errorf("after %s the name is still kept", act)
		}
	}
	if no := do(t, e, shortlist.Decline, shortlist.Host); no.Words.Name != "" {
		t.Error("the employer keeps a name after saying no")
	}
}

func TestWhatIsRefused(t *testing.T) {
	fresh := shortlist.Entry{ID: "x", State: shortlist.New}
	booked := shortlist.Entry{ID: "x", State: shortlist.Booked}
	timed := shortlist.Entry{ID: "x", State: shortlist.TimesProposed, Facts: shortlist.Facts{Times: []time.Time{now.Add(-time.Hour)}}}
	for name, x := range map[string]struct {
		e    shortlist.Entry
		c    shortlist.Change
		kind fault.Kind
		at   string
	}{
		"passing over without a reason":   {fresh, shortlist.Change{Act: shortlist.Pass, By: shortlist.Desk, Decision: &shortlist.Decision{}}, fault.Invalid, "/reason"},
		"an unknown reason":               {fresh, shortlist.Change{Act: shortlist.Pass, By: shortlist.Desk, Reason: "nope", Decision: &shortlist.Decision{}}, fault.Invalid, "/reason"},
		"above others without a reason":   {fresh, shortlist.Change{Act: shortlist.Propose, By: shortlist.Desk, Decision: &shortlist.Decision{Higher: 2}}, fault.Invalid, "/skipReason"},
		"a block, by a counsellor":        {fresh, shortlist.Change{Act: shortlist.Propose, By: shortlist.Desk, Decision: &shortlist.Decision{Blocks: []string{"hours"}, Override: "other"}}, fault.Invalid, "/override"},
		"a block without a reason":        {fresh, shortlist.Change{Act: shortlist.Propose, By: shortlist.Desk, MayOverride: true, Decision: &shortlist.Decision{Blocks: []string{"hours"}}}, fault.Invalid, "/override"},
		"a block of the law":              {fresh, shortlist.Change{Act: shortlist.Propose, By: shortlist.Desk, MayOverride: true, HardBlocks: []string{"work-access"}, Decision: &shortlist.Decision{Blocks: []string{"work-access"}, Override: "other"}}, fault.Invalid, "/override"},
		"no without a next step":          {booked, shortlist.Change{Act: shortlist.Decline, By: shortlist.Host, Reason: "too-far"}, fault.Invalid, "/nextStep"},
		"no without a reason":             {booked, shortlist.Change{Act: shortlist.Decline, By: shortlist.Host, NextStep: "training"}, fault.Invalid, "/reason"},
		"a time that has passed":          {timed, shortlist.Change{Act: shortlist.AcceptTime, By: shortlist.Person, Time: &timed.Facts.Times[0]}, fault.Invalid, "/time"},
		"consent by the employer":         {shortlist.Entry{State: shortlist.ConsentAsked}, shortlist.Change{Act: shortlist.Consent, By: shortlist.Host, How: "phone"}, fault.Precondition, ""},
		"a release that nobody agreed to": {shortlist.Entry{State: shortlist.Proposed}, shortlist.Change{Act: shortlist.Consent, By: shortlist.Desk, How: "phone"}, fault.Precondition, ""},
		"consent without saying how":      {shortlist.Entry{State: shortlist.ConsentAsked}, shortlist.Change{Act: shortlist.Consent, By: shortlist.Desk}, fault.Invalid, "/how"},
		"four times":                      {shortlist.Entry{State: shortlist.Released}, shortlist.Change{Act: shortlist.ProposeTimes, By: shortlist.Host, Times: []time.Time{now.Add(1e12), now.Add(2e12), now.Add(3e12), now.Add(4e12)}}, fault.Invalid, "/times/0"},
	} {
		_, err := x.e.Apply(x.c, now, today)
		if !fault.Is(err, x.kind) || x.at != "" && !strings.Contains(err.Error(), x.at) {
			t.Errorf("%s: %v", name, err)
		}
	}
	override := shortlist.Change{Act: shortlist.Propose, By: shortlist.Desk, MayOverride: true, Decision: &shortlist.Decision{Blocks: []string{"hours"}, Override: "host-agrees"}}
	if _, err := fresh.Apply(override, now, today); err != nil {
		t.Errorf("a coordinator's override with a reason: %v", err)
	}
}

// Whoever would stand out is shown with less, until at least three look alike.
func TestBlinded(t *testing.T) {
	look := func(from, commute string, languages ...string) shortlist.Blind {
		b := shortlist.Blind{From: from, Commute: commute, Hours: "all", Work: "yes", Found: 2, Skills: []shortlist.BlindSkill{{Skill: "s", Needed: true, State: "found", Level: 3, Evidence: "seen"}}}
		for i, l := range languages {
			b.Languages = append(b.Languages, shortlist.BlindLanguage{Language: l, Asked: i == 0, Level: "B1"})
		}
		return b
	}
	one := look("2027-01", "under-30", "it", "ti")
	pool := []shortlist.Blind{one, look("2027-01", "under-30", "it"), look("2027-01", "under-30", "it", "fr"), look("now", "over-60", "it")}
	got := shortlist.Blinded(one, pool)
	if got.Alike < shortlist.Anonymous || len(got.Languages) != 1 || got.Languages[0].Language != "it" || got.Commute != "under-30" {
		t.Errorf("the rare language is to be hidden, and no more: %+v", got)
	}
	alone := shortlist.Blinded(one, []shortlist.Blind{one})
	if len(alone.Skills)+len(alone.Languages) > 0 || alone.Commute+alone.From != "" {
		t.Errorf("who is alone is shown: %+v", alone)
	}
	if same := shortlist.Blinded(one, []shortlist.Blind{one, one, one}); same.Detail != 0 || len(same.Languages) != 2 || same.Alike != 3 {
		t.Errorf("who has company loses nothing: %+v", same)
	}
}

func TestFurthest(t *testing.T) {
	e, ok := shortlist.Furthest([]shortlist.Entry{{ID: "a", State: shortlist.Proposed}, {ID: "b", State: shortlist.Booked}, {ID: "c", State: shortlist.NotChosen}})
	if !ok || e.ID != "b" {
		t.Errorf("%v %v", e, ok)
	}
}

// The diagram in the documentation is the table.
func TestTheDiagramIsTheTable(t *testing.T) {
	text, err := os.ReadFile("../../../../docs/shortlists.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), shortlist.Diagram()) {
		t.Errorf("docs/shortlists.md is to hold this diagram:\n%s", shortlist.Diagram())
	}
}
