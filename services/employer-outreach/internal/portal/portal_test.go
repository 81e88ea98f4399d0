package portal_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
	"github.com/celav/celav/services/employer-outreach/internal/workguide"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func day(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func files(change func(fstest.MapFS)) fs.FS {
	f := fstest.MapFS{
		"order.yaml":   {Data: []byte("[one]")},
		"sources.yaml": {Data: []byte(`S1: {title: "Law", address: "example.org", date: "2020"}`)},
		"links.yaml":   {Data: []byte(`inps: {name: "INPS", url: "https://www.inps.it"}`)},
		"one/page.yaml": {Data: []byte(`{area: hiring, for: [employer], version: 1, author: writer, written_on: 2026-11-01, gathered_on: 2026-07-15, review_days: 90,
  valid_from: 2026-01-01, review_by: 2026-12-01, statements: [{id: a, part: answer, sources: [S1], confidence: H, links: [inps]}, {id: b, part: steps, advice: true, review_by: 2026-11-30}]}`)},
	}
	for _, l := range portal.Languages() {
		f["one/"+l+".yaml"] = &fstest.MapFile{Data: []byte(`{title: T, summary: S, words: {a: "text ` + l + `", b: [title, text]}}`)}
	}
	if change != nil {
		change(f)
	}
	return f
}

func one(t *testing.T, change func(fstest.MapFS)) portal.Page {
	t.Helper()
	pages, err := portal.Load(files(change))
	if err != nil || len(pages) != 1 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	return pages[0]
}

// The pages that ship: every statement has sources or is advice, only what is sure, and no amounts that change.
func TestShippedPages(t *testing.T) {
	pages, err := portal.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 10 {
		t.Errorf("%d pages", len(pages))
	}
	for _, p := range pages {
		if s := p.Standing(nil, p.WrittenOn); s.State != portal.Unverified || s.Last != nil {
			t.Errorf("%s ships as %s", p.ID, s.State)
		}
		for _, s := range p.Statements {
			for _, l := range portal.Languages() {
				if strings.ContainsAny(p.Text(l).Words[s.ID].Text, "€$") {
					t.Errorf("%s/%s in %s states an amount: link to it", p.ID, s.ID, l)
				}
			}
			if s.Part == portal.Steps && p.Text("it").Words[s.ID].Title == "" {
				t.Errorf("%s/%s is a step without a title", p.ID, s.ID)
			}
		}
	}
}

// Every step that the guide can name stands in a page.
func TestTheGuidesStepsAreOnPages(t *testing.T) {
	pages, err := portal.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, verdict := range []workguide.Verdict{workguide.Yes, workguide.YesLimited, workguide.NotYet, workguide.No, workguide.Human} {
		for _, kind := range policy.DocumentKinds() {
			for _, traineeship := range []bool{true, false} {
				for _, s := range workguide.Next(workguide.Answer{Verdict: verdict}, kind, traineeship) {
					found := false
					for _, p := range pages {
						if p.ID == s.Page {
							_, found = p.Statement(s.Statement)
						}
					}
					if !found {
						t.Errorf("%s for %s leads to %s/%s, which is not there", verdict, kind, s.Page, s.Statement)
					}
				}
			}
		}
	}
}

func TestWhatLoadRefuses(t *testing.T) {
	for name, change := range map[string]func(fstest.MapFS){
		"an unknown source":  func(f fstest.MapFS) { f["sources.yaml"].Data = []byte("S2: {title: x}") },
		"low confidence":     replace("confidence: H", "confidence: L"),
		"from memory":        replace("confidence: H", "confidence: mem"),
		"no source":          replace("sources: [S1], ", ""),
		"a language missing": func(f fstest.MapFS) { delete(f, "one/ar.yaml") },
		"a statement unsaid": func(f fstest.MapFS) { f["one/fr.yaml"].Data = []byte(`{title: T, summary: S, words: {a: x}}`) },
		"words for nothing": func(f fstest.MapFS) {
			f["one/fr.yaml"].Data = []byte(`{title: T, summary: S, words: {a: x, b: y, c: z}}`)
		},
		"an unknown field":      replace("version: 1", "version: 1, verified_by: me"),
		"an unknown part":       replace("part: steps", "part: joke"),
		"no day":                replace("review_by: 2026-11-30", "review_by: soon"),
		"a page that is absent": func(f fstest.MapFS) { f["order.yaml"].Data = []byte("[one, two]") },
	} {
		if _, err := portal.Load(files(change)); err == nil {
			t.Errorf("%s is loaded", name)
		}
	}
}

func replace(old, with string) func(fstest.MapFS) {
	return func(f fstest.MapFS) {
		f["one/page.yaml"].Data = []byte(strings.Replace(string(f["one/page.yaml"].Data), old, with, 1))
	}
}

func judgement(p portal.Page, act portal.Act, seen int) portal.Judgement {
	return portal.Judgement{Act: act, Version: p.Version, Fingerprint: p.Fingerprint, Seen: seen, Name: "Ada", Body: "Sindacato", Note: "perché"}
}

func TestReviews(t *testing.T) {
	p, at := one(t, nil), time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC)
	if by := p.ReviewBy(); by != day(2026, 11, 30) {
		t.Errorf("review by %s, want the earliest of the statements", by)
	}
	if s := p.Standing(nil, day(2026, 12, 1)); s.State != portal.Unverified || !s.Overdue {
		t.Errorf("unverified and past its day: %+v", s)
	}
	r, err := p.Review(judgement(p, portal.Verified, 0), "reviewer", "id", at, nil)
	if err != nil {
		t.Fatal(err)
	}
	acts := []portal.Review{r}
	if s := p.Standing(acts, day(2027, 2, 8)); s.State != portal.IsVerified || s.Overdue || s.ReviewBy != day(2027, 2, 8) || s.Last.Name != "Ada" {
		t.Errorf("verified: %+v", s)
	}
	if s := p.Standing(acts, day(2027, 2, 9)); !s.Overdue {
		t.Errorf("ninety days later: %+v", s)
	}
	ask, err := p.Review(judgement(p, portal.ChangeAsked, 1), "reviewer", "id2", at, acts)
	if err != nil || ask.Seq != 2 {
		t.Fatalf("asking for a change: %+v, %v", ask, err)
	}
	if s := p.Standing(append(acts, ask), day(2026, 11, 11)); s.State != portal.ToChange {
		t.Errorf("a change is asked: %+v", s)
	}
	// Other words: the verification is void, with the version and without.
	for _, change := range []func(fstest.MapFS){replace("version: 1", "version: 2"), func(f fstest.MapFS) {
		f["one/fr.yaml"].Data = []byte(`{title: T, summary: S, words: {a: autre, b: [title, text]}}`)
	}} {
		if s := one(t, change).Standing(acts, day(2026, 11, 11)); s.State != portal.Unverified || !s.Voided || s.Last != nil {
			t.Errorf("new words: %+v", s)
		}
	}
	// Who wrote it, words that were not seen, an act that was not seen, a note that is missing.
	if _, err := p.Review(judgement(p, portal.Verified, 0), "writer", "x", at, nil); !fault.Is(err, fault.Precondition) {
		t.Errorf("the author verifies: %v", err)
	}
	stale := judgement(p, portal.Verified, 0)
	stale.Fingerprint = "other"
	if _, err := p.Review(stale, "reviewer", "x", at, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("other words: %v", err)
	}
	if _, err := p.Review(judgement(p, portal.Verified, 0), "reviewer", "x", at, acts); !fault.Is(err, fault.Conflict) {
		t.Errorf("somebody was faster: %v", err)
	}
	if _, err := p.Review(portal.Judgement{Act: portal.ChangeAsked, Name: " "}, "reviewer", "x", at, nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("nothing said: %v", err)
	}
}
