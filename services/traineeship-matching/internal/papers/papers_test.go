package papers_test

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

func day(d int) civil.Date { return civil.Date{Year: 2026, Month: time.December, Day: d} }

func insured() *traineeship.Traineeship {
	return &traineeship.Traineeship{
		State: traineeship.InPapers, Start: day(1), Months: 3, HoursWeek: 30, HostTutor: "Rita", AllowanceCents: 50_000, Type: "ordinary",
		Terms: []traineeship.Term{{ID: "one", Number: 1, Start: day(1), PlannedEnd: day(31), Months: 3, State: traineeship.Planned}},
		Papers: []traineeship.Paper{
			{Kind: traineeship.PaperAccident, On: day(1), Reference: "I-1"}, {Kind: traineeship.PaperLiability, On: day(1), Reference: "R-1"},
		},
	}
}

func sources() papers.Sources {
	return papers.Sources{
		Trainee: "Awa", Language: "ar", Host: papers.Host{Name: "Bar Sport"}, Place: "Cameriere", Rules: "lombardy 1",
		Learned: []map[string]string{{"it": "servire ai tavoli", "ar": "الخدمة"}},
	}
}

func TestWhichPaperIsDue(t *testing.T) {
	x := insured()
	for _, k := range papers.Kinds() {
		_, err := papers.Write(k, x, sources())
		if before := k == papers.Agreement || k == papers.Project; before != (err == nil) {
			t.Errorf("%s before the start: %v", k, err)
		}
	}
	x.Papers = nil
	if _, err := papers.Write(papers.Project, x, sources()); !fault.Is(err, fault.Precondition) {
		t.Errorf("a project without the insurances' numbers: %v", err)
	}
	x.State, x.EndedOn, x.Outcome = traineeship.Ended, day(31), traineeship.Finished
	for _, k := range papers.Kinds() {
		_, err := papers.Write(k, x, sources())
		if after := k == papers.Dossier || k == papers.Attestation; after != (err == nil) {
			t.Errorf("%s after the end: %v", k, err)
		}
	}
	if papers.Attestation.Due(insured()) || papers.Kind("other").Known() {
		t.Error("a paper that is none is due")
	}
}

func TestDifferencesNameWhatChanged(t *testing.T) {
	x, s := insured(), sources()
	old, err := papers.Write(papers.Project, x, s)
	if err != nil {
		t.Fatal(err)
	}
	same, _ := papers.Write(papers.Project, insured(), sources())
	if d := papers.Differences(old, same); len(d) != 0 {
		t.Errorf("the same facts differ: %v", d)
	}
	x.HoursWeek, s.Place = 20, ""
	s.Learned[0]["it"] = "preparare bevande"
	now, _ := papers.Write(papers.Project, x, s)
	got := map[string]bool{}
	for _, d := range papers.Differences(old, now) {
		got[d.Name] = true
		if d.Name == "learning.place" && (d.New != nil || d.Old == nil) {
			t.Errorf("what is gone: %+v", d)
		}
	}
	for _, want := range []string{"time.hours", "learning.place"} {
		if !got[want] {
			t.Errorf("%s is not among %v", want, got)
		}
	}
	if got["time.start"] || got["parties.host"] {
		t.Errorf("too many: %v", got)
	}
}

func TestASignatureIsOfOneDocument(t *testing.T) {
	body := "<p>text</p>"
	v := papers.Version{Kind: papers.Project, Hash: papers.Hash(body), Newest: true}
	good := papers.Consent{Party: traineeship.Trainee, Hash: v.Hash, Signer: "Awa", Agreed: true}
	for name, c := range map[string]struct {
		change func(v *papers.Version, c *papers.Consent)
		want   fault.Kind
		signed bool
	}{
		"good":              {func(*papers.Version, *papers.Consent) {}, 0, false},
		"another document":  {func(_ *papers.Version, c *papers.Consent) { c.Hash = papers.Hash("other") }, fault.Conflict, false},
		"without consent":   {func(_ *papers.Version, c *papers.Consent) { c.Agreed = false }, fault.Invalid, false},
		"without a name":    {func(_ *papers.Version, c *papers.Consent) { c.Signer = " " }, fault.Invalid, false},
		"replaced":          {func(v *papers.Version, _ *papers.Consent) { v.Newest = false }, fault.Precondition, false},
		"not asked to sign": {func(v *papers.Version, _ *papers.Consent) { v.Kind = papers.Agreement }, fault.Forbidden, false},
		"twice": {func(v *papers.Version, _ *papers.Consent) {
			v.Signatures = []papers.Signature{{Party: traineeship.Trainee}}
		}, 0, true},
	} {
		w, consent := v, good
		c.change(&w, &consent)
		signed, err := w.Check(consent)
		if signed != c.signed || (c.want == 0) != (err == nil) || (err != nil && fault.KindOf(err) != c.want) {
			t.Errorf("%s: %v, %v", name, signed, err)
		}
	}
	if len(v.Missing()) != 3 || v.Complete() {
		t.Errorf("who is missing: %v", v.Missing())
	}
}

func TestALinkEnds(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	l := papers.Link{ExpiresAt: now.Add(time.Hour)}
	if !l.Live(now) || l.Live(now.Add(time.Hour)) {
		t.Error("a link does not end with its time")
	}
	l.RevokedAt = now
	if l.Live(now) {
		t.Error("a withdrawn link opens")
	}
}
