package finding_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

func read(t *testing.T, k finding.Kind, query string) finding.Filter {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return finding.Read(k, q)
}

// pages reads a list to its end.
func (c *city) pages(t *testing.T, f finding.Filter, limit int) (ids []string, first finding.Found) {
	t.Helper()
	ctx := as(identity.Counsellor, "equipe-1")
	for cursor := ""; ; {
		found, err := c.Search(ctx, finding.Ask{Filter: f, Cursor: cursor, Limit: limit, Language: "it"})
		if err != nil {
			t.Fatalf("%v: %v", f, err)
		}
		if cursor == "" {
			first = found
		}
		ids = append(ids, found.IDs...)
		if cursor = found.Next; cursor == "" {
			return ids, first
		}
	}
}

// The memory answers as the engine does: the same things in the same order, with the same counts, page by page.
func TestWithoutTheEngineTheAnswerIsTheSame(t *testing.T) {
	t.Run("embedded", func(t *testing.T) { memoryAnswersAlike(t, newCity(t)) })
	t.Run("elasticsearch", func(t *testing.T) { memoryAnswersAlike(t, cityOn(t, elastic(t))) })
}

func memoryAnswersAlike(t *testing.T, c *city) {
	t.Helper()
	for _, x := range []struct {
		kind  finding.Kind
		query string
	}{
		{finding.Openings, ""},
		{finding.Openings, "q=cuoco"},
		{finding.Openings, "q=cameriere"},
		{finding.Openings, "q=warehouse+workers&kind=contract"},
		{finding.Openings, "kind=traineeship&area=centre&area=north"},
		{finding.Openings, "schedule=mornings&schedule=nights&italian=2"},
		{finding.Openings, "place=Monza&language=fr&seats=one&seats=few"},
		{finding.Openings, "occupation=occ/3&skill=s/4"},
		{finding.Openings, "means=occ/3"},
		{finding.Openings, "q=astronauta"},
		{finding.People, ""},
		{finding.People, "language=it%7C3"},
		{finding.People, "language=ar%7C1&schedule=mornings"},
		{finding.People, "free=now"},
		{finding.People, "free=month&area=centre"},
		{finding.People, "means=s/3&means=occ/3"},
		{finding.People, "wanted=occ/3&held=occ/2&held=occ/4&kind=contract"},
	} {
		f := read(t, x.kind, x.query)
		c.down = false
		ids, found := c.pages(t, f, 7)
		c.down = true
		memory, without := c.pages(t, f, 7)
		if !without.InMemory || found.InMemory {
			t.Errorf("%s %q: which way it came is told wrongly", x.kind, x.query)
		}
		if diff := cmp.Diff(ids, memory); diff != "" || len(ids) != found.Total || found.Total != without.Total {
			t.Errorf("%s %q: %d with the engine, %d without: %s", x.kind, x.query, found.Total, without.Total, diff)
		}
		if diff := cmp.Diff(found.Facets, without.Facets); diff != "" {
			t.Errorf("%s %q: other counts: %s", x.kind, x.query, diff)
		}
		if sorted := slices.Sorted(slices.Values(ids)); len(slices.Compact(sorted)) != len(ids) {
			t.Errorf("%s %q: something comes twice", x.kind, x.query)
		}
	}
}

// Every count of a facet is what choosing it finds.
func TestCountsAreWhatChoosingFinds(t *testing.T) {
	c := newCity(t)
	ctx := as(identity.Coordinator, "")
	for _, start := range []finding.Filter{
		read(t, finding.Openings, ""), read(t, finding.Openings, "q=pulizie&kind=contract"), read(t, finding.People, "schedule=mornings"),
	} {
		found, err := c.Search(ctx, finding.Ask{Filter: start, Limit: 5, Language: "it"})
		if err != nil {
			t.Fatal(err)
		}
		tried := 0
		for _, facet := range found.Facets {
			for _, v := range facet.Values {
				with := start.With(facet.Facet, v.Value)
				for _, other := range start.Of(facet.Facet) { // the count is of this value alone
					if other != v.Value {
						with = with.Without(facet.Facet, other)
					}
				}
				chosen, err := c.Search(ctx, finding.Ask{Filter: with, Limit: 1, Language: "it"})
				if err != nil || chosen.Total != v.Count {
					t.Errorf("%v: %s %s counts %d, choosing it finds %d: %v", start, facet.Facet, v.Value, v.Count, chosen.Total, err)
				}
				tried++
			}
		}
		if tried < 20 {
			t.Errorf("%v: only %d values were offered", start, tried)
		}
	}
}

func TestWhoFindsWhom(t *testing.T) {
	c := newCity(t)
	all, err := c.Search(as(identity.Coordinator, ""), finding.Ask{Filter: finding.Filter{Kind: finding.People}, Limit: 100, Language: "it"})
	if err != nil {
		t.Fatal(err)
	}
	mine, err := c.Search(as(identity.Counsellor, "equipe-1"), finding.Ask{Filter: read(t, finding.People, "team=equipe-2"), Limit: 100, Language: "it"})
	if err != nil || mine.Total != 0 {
		t.Errorf("by the address a counsellor reaches %d people of another team: %v", mine.Total, err)
	}
	ids, _ := c.pages(t, finding.Filter{Kind: finding.People}, 50)
	for _, id := range ids {
		if p, _ := c.Snapshot.Person(id); p.Team != "equipe-1" || p.State != "active" {
			t.Errorf("a counsellor of equipe-1 finds %s of %s, %s", id, p.Team, p.State)
		}
	}
	if all.Total <= len(ids) {
		t.Errorf("a coordinator finds %d, a counsellor %d", all.Total, len(ids))
	}
	if len(c.seen) == 0 || strings.Contains(c.seen[0].Detail, "p0") {
		t.Errorf("the audit: %+v", c.seen)
	}
	for _, role := range []identity.Role{identity.Employer, identity.Partner, identity.Person, identity.Auditor} {
		for _, k := range []finding.Kind{finding.Openings, finding.People} {
			if _, err := c.Search(as(role, ""), finding.Ask{Filter: finding.Filter{Kind: k}, Limit: 1}); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s searches %s: %v", role, k, err)
			}
		}
	}
}

func TestTextStandsForConcepts(t *testing.T) {
	c := newCity(t)
	ctx := as(identity.Counsellor, "equipe-1")
	c.concepts["cuoco"] = []naming.Concept{{ID: "occ/3", Score: 1}, {ID: "occ/4", Score: 0.6}}
	words := read(t, finding.Openings, "q=cuoco&exact=true")
	both := read(t, finding.Openings, "q=cuoco")
	exact, _ := c.pages(t, words, 50)
	wide, found := c.pages(t, both, 50)
	if len(wide) <= len(exact) || !slices.Equal(found.Meant, []string{"occ/3"}) {
		t.Errorf("the words find %d, with what they mean %d: %v", len(exact), len(wide), found.Meant)
	}
	// A letter amiss: what is similar is found, and said to be.
	similar, err := c.Search(ctx, finding.Ask{Filter: read(t, finding.Openings, "q=wharehouse"), Limit: 5})
	if err != nil || similar.Total == 0 || !similar.Similar {
		t.Errorf("a misspelt word finds %d, similar %v: %v", similar.Total, similar.Similar, err)
	}
	u, err := c.Understand(ctx, read(t, finding.People, "free=now"), " cuoco , Fatima Rossi", "it")
	if err != nil {
		t.Fatal(err)
	}
	if got := u.Filter.Values().Encode(); got != "free=now&maybe=occ%2F3%7Cocc%2F4&means=occ%2F3" || !slices.Equal(u.Unknown, []string{"Fatima Rossi"}) {
		t.Errorf("understood as %s, unknown %v", got, u.Unknown)
	}
	narrow, _ := c.pages(t, read(t, finding.People, "means=occ/3"), 50)
	wider, _ := c.pages(t, read(t, finding.People, "means=occ/3").Widen("occ/3|occ/4"), 50)
	other, _ := c.pages(t, read(t, finding.People, "means=occ/4"), 50)
	if len(wider) != len(narrow)+len(other) || len(narrow) == 0 {
		t.Errorf("%d and %d, any of them %d", len(narrow), len(other), len(wider))
	}
}

func TestFilters(t *testing.T) {
	f := read(t, finding.Openings, "q=++aiuto%00cuoco++&kind=contract&kind=nonsense&italian=2&italian=3&area=moon&unheard=of&seats=one")
	if f.Text != "aiuto cuoco" || !slices.Equal(f.Of("kind"), []string{"contract"}) || len(f.Of("area")) != 0 {
		t.Errorf("read as %+v", f)
	}
	g := f.With("italian", "4")
	if got := g.Of("italian"); !slices.Equal(got, []string{"4"}) {
		t.Errorf("one answer only: %v", got)
	}
	if back := finding.Decode(finding.Openings, g.Encode()); back.Encode() != g.Encode() || back.Text != g.Text {
		t.Errorf("%q is read back as %q", g.Encode(), back.Encode())
	}
	if h := g.Without("seats", "one"); h.Has("seats", "one") || !g.Has("seats", "one") {
		t.Error("taking a value away changes the filter it was taken from")
	}
	long := finding.Read(finding.People, url.Values{"q": {"a name"}, "skill": {strings.Repeat("x", 700)}})
	if !long.Empty() {
		t.Errorf("a text or a value that is too long stays: %+v", long)
	}
}
