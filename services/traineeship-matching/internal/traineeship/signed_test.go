package traineeship

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// A paper that was made here stands as its signatures do, and what was signed for other facts does not count.
func TestTheChecklistFollowsSignatures(t *testing.T) {
	all, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := all.On(civil.Date{Year: 2026, Month: 12, Day: 1})
	if err != nil {
		t.Fatal(err)
	}
	d := func(n int) civil.Date { return civil.Date{Year: 2026, Month: 11, Day: n} }
	m := Moment{Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Rules: rules}
	x := &Traineeship{Type: "ordinary", State: InPapers, Start: d(28), Months: 3, HoursWeek: 30, AllowanceCents: 50_000, HostTutor: "Rita"}
	item := func(s Standing) Item {
		t.Helper()
		for _, i := range x.Checklist(m, Surroundings{SeatLimit: -1, Trainees: -1, Signed: map[PaperKind]Standing{PaperProject: s}}) {
			if i.Kind == PaperProject {
				return i
			}
		}
		t.Fatal("no such item")
		return Item{}
	}
	terms := x.PaperTerms()
	if got := item(Standing{MadeOn: d(20), Missing: []Party{Host}, Terms: terms}); got.Done || !got.Blocks || got.Rule.Reason != "signatures-missing" || len(got.Waits) != 1 {
		t.Errorf("one signature missing: %+v", got)
	}
	complete := Standing{MadeOn: d(20), SignedOn: d(21), Terms: terms}
	if got := item(complete); !got.Done || got.Blocks || got.Paper.On != d(21) {
		t.Errorf("all signed: %+v", got)
	}
	x.HoursWeek = 20
	if got := item(complete); got.Done || got.Rule.Reason != "paper-changed" {
		t.Errorf("signed for other hours: %+v", got)
	}
	x.HoursWeek = 30
	x.Papers = []Paper{{Kind: PaperProject, On: d(19)}}
	if got := item(Standing{MadeOn: d(20), Missing: []Party{Host}, Terms: terms}); got.Done {
		t.Error("a paper signed by hand before the version counts")
	}
	x.Papers[0].On = d(20)
	if got := item(Standing{MadeOn: d(20), Missing: []Party{Host}, Terms: terms}); !got.Done {
		t.Error("the version, signed by hand, does not count")
	}
}

// A renewal that was decided waits for its addendum until all three have signed; a revoked one waits for nothing.
func TestARenewalWaitsForItsAddendum(t *testing.T) {
	all, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := all.On(civil.Date{Year: 2026, Month: 12, Day: 1})
	if err != nil {
		t.Fatal(err)
	}
	m := Moment{Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Rules: rules}
	x := &Traineeship{State: Running, Terms: []Term{{ID: "one", Number: 1, State: Open}}}
	if got := x.Renewed(m, Surroundings{}); got != nil {
		t.Errorf("without a decision: %+v", got)
	}
	x.Decisions = []Decision{{ID: "d", TermID: "one", Outcome: Renew}}
	if got := x.Renewed(m, Surroundings{}); got == nil || !got.Blocks || got.Rule.Reason != "paper-missing" {
		t.Errorf("without an addendum: %+v", got)
	}
	signed := func(missing ...Party) Surroundings {
		return Surroundings{Signed: map[PaperKind]Standing{AddendumOf("d"): {Missing: missing, SignedOn: civil.Date{Year: 2026, Month: 11, Day: 20}}}}
	}
	if got := x.Renewed(m, signed(Host)); !got.Blocks || len(got.Waits) != 1 {
		t.Errorf("the host has not signed: %+v", got)
	}
	if got := x.Renewed(m, signed()); got.Blocks || !got.Done {
		t.Errorf("all have signed: %+v", got)
	}
	x.Decisions[0].RevokedAt = m.Now
	if got := x.Renewed(m, signed(Host)); got != nil {
		t.Errorf("revoked: %+v", got)
	}
}
