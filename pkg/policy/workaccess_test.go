package policy_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/policy"
)

// line writes an interval as "from..until outcome[/traineeship] [hours] [renewable]".
func line(i policy.Interval) string {
	until := "-"
	if i.Until != nil {
		until = i.Until.String()
	}
	s := fmt.Sprintf("%s..%s %s", i.From, until, i.Outcome)
	if i.Traineeship != "" {
		s += "/" + string(i.Traineeship)
	}
	if i.HoursWeek != nil {
		s += fmt.Sprintf(" %dh", *i.HoursWeek)
	}
	if i.Renewable {
		s += " renewable"
	}
	return s
}

// The table of access to work by status (policy note, section 3).
func TestWorkAccessByStatus(t *testing.T) {
	issued, expires := day("2026-02-01"), day("2027-01-31")
	plain := func(k policy.DocumentKind) []policy.Document {
		return []policy.Document{{Kind: k, IssuedOn: issued, ExpiresOn: expires}}
	}
	for _, c := range []struct {
		name string
		docs []policy.Document
		want []string
		rule string // of the first finding
	}{
		{"nothing known is no answer", nil, nil, ""},
		{"citizen", []policy.Document{{Kind: policy.Citizen, IssuedOn: issued}}, []string{"2026-02-01..- ok renewable"}, "WA-01"},
		{"refugee", plain(policy.Refugee), []string{"2026-02-01..2027-01-31 ok renewable"}, "WA-01"},
		{"subsidiary protection", plain(policy.SubsidiaryProtection), []string{"2026-02-01..2027-01-31 ok renewable"}, "WA-01"},
		{"special protection", plain(policy.SpecialProtection), []string{"2026-02-01..2027-01-31 ok renewable"}, "WA-01"},
		{
			"temporary protection from the receipt",
			[]policy.Document{{Kind: policy.TemporaryProtection, RequestedOn: day("2026-11-02")}},
			[]string{"2026-11-02..2027-03-04 ok renewable", "2027-03-05..- human"},
			"WA-01",
		},
		{
			"temporary protection past its last day",
			[]policy.Document{{Kind: policy.TemporaryProtection, IssuedOn: issued, ExpiresOn: day("2027-08-01")}},
			[]string{"2026-02-01..2027-03-04 ok renewable", "2027-03-05..- human"},
			"WA-01",
		},
		{"unaccompanied minor", plain(policy.UnaccompaniedMinor), []string{"2026-02-01..2027-01-31 human renewable"}, "WA-01"},
		{"former minor", plain(policy.FormerMinor), []string{"2026-02-01..2027-01-31 ok renewable"}, "WA-01"},
		{"family", plain(policy.Family), []string{"2026-02-01..2027-01-31 ok renewable"}, "WA-01"},
		{"family of a citizen of the Union: from memory, so a person decides", plain(policy.EUFamily), []string{"2026-02-01..2027-01-31 human renewable"}, "WA-01"},
		{"long term: from memory", plain(policy.EULongTerm), []string{"2026-02-01..2027-01-31 human renewable"}, "WA-01"},
		{"work", plain(policy.Work), []string{"2026-02-01..2027-01-31 ok renewable"}, "WA-01"},
		{"seeking work", plain(policy.SeekingWork), []string{"2026-02-01..2027-01-31 ok renewable"}, "WA-01"},
		{"study: limited hours", plain(policy.Study), []string{"2026-02-01..2027-01-31 ok-limited 20h renewable"}, "WA-01"},
		{"victims", plain(policy.SpecialCases), []string{"2026-02-01..2027-01-31 ok renewable"}, "WA-01"},
		{"medical care", plain(policy.MedicalCare), []string{"2026-02-01..2027-01-31 human renewable"}, "WA-01"},
		{"tourist", plain(policy.ShortStay), []string{"2026-02-01..2027-01-31 no"}, "WA-01"},
		{"no permit", []policy.Document{{Kind: policy.NoPermit}}, []string{"2026-11-23..- no"}, "WA-09"},

		{
			"asylum: no work for 60 days, a traineeship by decision, then work",
			[]policy.Document{{Kind: policy.AsylumSeeker, LodgedOn: day("2026-10-01")}},
			[]string{"2026-10-01..2026-11-30 no/human renewable", "2026-12-01..- ok renewable"},
			"WA-02",
		},
		{
			"asylum: until the yellow permit's end",
			[]policy.Document{{Kind: policy.AsylumSeeker, LodgedOn: day("2026-07-01"), ExpiresOn: day("2027-01-10")}},
			[]string{"2026-08-31..2027-01-10 ok renewable"},
			"WA-02",
		},
		{
			"asylum: renewal asked in time carries on",
			[]policy.Document{{Kind: policy.AsylumSeeker, LodgedOn: day("2026-01-01"), ExpiresOn: day("2026-11-10"), RequestedOn: day("2026-11-01")}},
			[]string{"2026-03-03..- ok renewable"},
			"WA-02",
		},
		{"asylum: accelerated", []policy.Document{{Kind: policy.AsylumSeeker, LodgedOn: day("2026-10-01"), Procedure: policy.AcceleratedProcedure}}, []string{"2026-10-01..- human renewable"}, "WA-02"},
		{"asylum: border", []policy.Document{{Kind: policy.AsylumSeeker, LodgedOn: day("2026-10-01"), Procedure: policy.BorderProcedure}}, []string{"2026-10-01..- human renewable"}, "WA-02"},
		{"asylum: appeal pending", []policy.Document{{Kind: policy.AsylumSeeker, LodgedOn: day("2026-10-01"), Decision: policy.AsylumRefusedAppeal}}, []string{"2026-10-01..- human renewable"}, "WA-02"},
		{"asylum: date not recorded", []policy.Document{{Kind: policy.AsylumSeeker, IssuedOn: day("2026-10-01")}}, []string{"2026-10-01..- human renewable"}, "WA-02"},

		{
			"renewal asked before the end",
			[]policy.Document{{Kind: policy.Work, IssuedOn: issued, ExpiresOn: day("2026-11-30"), RequestedOn: day("2026-11-10")}},
			[]string{"2026-02-01..- ok renewable"},
			"WA-01",
		},
		{
			"study renewal keeps the limit",
			[]policy.Document{{Kind: policy.Study, IssuedOn: issued, ExpiresOn: day("2026-11-30"), RequestedOn: day("2026-11-10")}},
			[]string{"2026-02-01..- ok-limited 20h renewable"},
			"WA-01",
		},
		{
			"renewal asked late: a person decides",
			[]policy.Document{{Kind: policy.Work, IssuedOn: issued, ExpiresOn: day("2026-11-01"), RequestedOn: day("2026-11-20")}},
			[]string{"2026-11-20..- human renewable"},
			"WA-03",
		},
		{
			"renewal asked late of a paper that gives no work",
			[]policy.Document{{Kind: policy.ShortStay, IssuedOn: issued, ExpiresOn: day("2026-11-01"), RequestedOn: day("2026-11-20")}},
			[]string{"2026-11-20..- no renewable"},
			"WA-03",
		},
		{"first issue asked within 8 days", []policy.Document{{Kind: policy.Family, RequestedOn: day("2026-11-10"), EnteredOn: day("2026-11-05")}}, []string{"2026-11-10..- ok renewable"}, "WA-03"},
		{"first issue asked late", []policy.Document{{Kind: policy.Family, RequestedOn: day("2026-11-20"), EnteredOn: day("2026-11-05")}}, []string{"2026-11-20..- human renewable"}, "WA-03"},
		{"first issue, entry unknown", []policy.Document{{Kind: policy.Family, RequestedOn: day("2026-11-20")}}, []string{"2026-11-20..- human renewable"}, "WA-03"},

		{"two papers: the better holds", []policy.Document{
			{Kind: policy.Study, IssuedOn: issued, ExpiresOn: expires},
			{Kind: policy.Work, IssuedOn: day("2026-12-01"), ExpiresOn: day("2027-11-30")},
		}, []string{"2026-02-01..2026-11-30 ok-limited 20h renewable", "2026-12-01..2027-11-30 ok renewable"}, "WA-01"},
		{
			"an expired paper is kept when nothing follows",
			[]policy.Document{{Kind: policy.Work, IssuedOn: day("2024-01-01"), ExpiresOn: day("2026-01-01")}},
			[]string{"2024-01-01..2026-01-01 ok renewable"},
			"WA-01",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := rules(t)
			var got []string
			for _, i := range set.WorkAccess(c.docs, today) {
				got = append(got, line(i))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("intervals (-want +got):\n%s", diff)
			}
			findings := set.ExplainWorkAccess(c.docs, today)
			if c.rule == "" {
				return
			}
			first := findings[0].Result
			if first.Rule != c.rule || first.Version == "" || first.Reason == "" || len(first.Sources) == 0 || len(first.Inputs) == 0 {
				t.Errorf("finding is not complete: %+v", first)
			}
		})
	}
}

// What other services see must not tell why.
func TestIntervalsDoNotTellTheStatus(t *testing.T) {
	set := rules(t)
	for _, kind := range policy.DocumentKinds() {
		intervals := set.WorkAccess([]policy.Document{{Kind: kind, IssuedOn: day("2026-01-01"), LodgedOn: day("2026-01-01")}}, today)
		text, err := json.Marshal(intervals)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"asylum", "refug", "protection", "study", "WA-02", "WA-09"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s: %s tells %q", kind, text, word)
			}
		}
		if len(intervals) == 0 {
			t.Errorf("%s: no interval", kind)
		}
	}
}

func TestIntervalsAreOrderedApartAndIndependentOfOrder(t *testing.T) {
	set := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfN(rapid.Custom(document), 0, 5).Draw(t, "documents")
		got := set.WorkAccess(docs, today)
		for i := 1; i < len(got); i++ {
			if got[i-1].Until == nil || !got[i-1].Until.Before(got[i].From) {
				t.Fatalf("intervals overlap: %s, %s", line(got[i-1]), line(got[i]))
			}
		}
		back := make([]policy.Document, len(docs))
		for i, d := range docs {
			back[len(docs)-1-i] = d
		}
		// Two papers of equal outcome and length may swap, which changes nothing that is shown.
		other := set.WorkAccess(back, today)
		for probe := -400; probe < 800; probe += 7 {
			d := today.AddDays(probe)
			a := set.Access(got, policy.Plan{Contract: true, Start: d, End: d, HoursWeek: 18})
			b := set.Access(other, policy.Plan{Contract: true, Start: d, End: d, HoursWeek: 18})
			if a.Decision != b.Decision {
				t.Fatalf("on %s the order of documents changes %s into %s", d, a.Decision, b.Decision)
			}
		}
	})
}

func document(t *rapid.T) policy.Document {
	pick := func(name string) int { return rapid.IntRange(-400, 400).Draw(t, name) }
	d := policy.Document{Kind: rapid.SampledFrom(policy.DocumentKinds()).Draw(t, "kind")}
	if rapid.Bool().Draw(t, "issued") {
		d.IssuedOn = today.AddDays(pick("issuedOn"))
		if rapid.Bool().Draw(t, "expires") {
			d.ExpiresOn = d.IssuedOn.AddDays(rapid.IntRange(1, 700).Draw(t, "length"))
		}
	}
	if rapid.Bool().Draw(t, "requested") {
		d.RequestedOn = today.AddDays(pick("requestedOn"))
	}
	if d.Kind == policy.AsylumSeeker && rapid.Bool().Draw(t, "lodged") {
		d.LodgedOn = today.AddDays(pick("lodgedOn"))
	}
	return d
}
