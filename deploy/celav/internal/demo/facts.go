package demo

import (
	"context"
	"fmt"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/intake"
)

// shownPapers are the cases that whoever tries the demonstration should find in the first team, one person each: the
// dates on which the rules turn lie around today.
func shownPapers(o Options, n int) ([]intake.WorkDocument, bool) {
	ago := func(days int) *civil.Date { return ptr(o.Today.AddDays(-days)) }
	in := func(days int) *civil.Date { return ptr(o.Today.AddDays(days)) }
	asylum := func(days int, decision string) intake.WorkDocument {
		return intake.WorkDocument{
			Kind: "asylum-seeker", LodgedOn: ago(days), IssuedOn: ago(days), ExpiresOn: in(183 - days), Procedure: ptr("ordinary"), Decision: &decision,
		}
	}
	cases := [][]intake.WorkDocument{
		{{Kind: "work", IssuedOn: ago(710), ExpiresOn: in(20)}},                          // ends in twenty days
		{{Kind: "family", IssuedOn: ago(720), ExpiresOn: ago(10), RequestedOn: ago(40)}}, // renewal asked in time
		{{Kind: "special-protection", IssuedOn: ago(680), ExpiresOn: in(50)}},            // ends in fifty days
		{asylum(70, "pending")},                                                         // for ten days
		{asylum(150, "refused-appeal")},                                                 // a person decides
		{{Kind: "study", IssuedOn: ago(100), ExpiresOn: in(265)}},                       // twenty hours
		{{Kind: "none"}},                                                                // no permit
		{asylum(40, "pending")},                                                         // not yet
		{{Kind: "seeking-work", IssuedOn: ago(290), ExpiresOn: in(75)}},                 // ends in 75 days
		{{Kind: "subsidiary-protection", RequestedOn: ago(12), EnteredOn: ago(15)}},     // first issue asked in time
		{{Kind: "family", IssuedOn: ago(800), ExpiresOn: ago(30), RequestedOn: ago(5)}}, // renewal asked late
		{{Kind: "temporary-protection", IssuedOn: ago(200), ExpiresOn: &civil.Date{Year: 2027, Month: 3, Day: 4}}}, // until a fixed day
	}
	if n < 1 || n > len(cases) {
		return nil, false
	}
	return cases[n-1], true
}

// constraints draws the practical constraints of about one in five.
func constraints(d dice, n int) *[]string {
	switch {
	case n == 0:
		return &[]string{"no-night"}
	case !d.chance(20):
		return nil
	}
	all := []string{"no-night", "no-lifting", "seated", "no-heights", "step-free", "quiet", "regular-breaks", "transit-only"}
	return &[]string{pick(d, all)}
}

// inventFacts draws what stands between people and work: some of it noted long ago, some resolved, some kept in the team.
func inventFacts(o Options, people []intake.BatchPerson) []intake.FactsOfPerson {
	open := []string{"childcare", "housing", "language", "documents", "debts", "transport", "digital", "literacy", "legal", "family-care"}
	reserved := []string{"health", "disability-certificate", "addiction", "penal-measure", "protection", "mental-health"}
	var out []intake.FactsOfPerson
	for n, p := range people {
		d := roll(o.Seed, "facts", n)
		author := "demo-counsellor-2"
		if p.Team == "equipe-1" {
			author = "demo-counsellor-1"
		}
		one := intake.FactsOfPerson{Person: p.Id}
		count := d.weighted([]int{35, 35, 20, 10})
		if n == 0 {
			count = 3
		}
		var noted []intake.BatchFact
		for i := range count {
			day := o.Today.AddDays(-d.between(2, 240))
			noted = append(noted, intake.BatchFact{
				Id: idOf(o.Seed, "need", 4*n+i), Code: open[(n+3*i)%len(open)], Author: author, NotedOn: &day, ExpiresOn: ptr(day.AddDays(180)),
				State: ptr(intake.BatchFactState(pick(d, []string{"open", "open", "working", "resolved"}))),
			})
		}
		if len(noted) > 0 {
			one.Needs = &noted
		}
		if n == 0 || d.chance(15) {
			day := o.Today.AddDays(-d.between(2, 90))
			one.Reserved = &[]intake.BatchFact{{
				Id: idOf(o.Seed, "reserved", n), Code: pick(d, reserved), Author: author, NotedOn: &day, ExpiresOn: ptr(day.AddDays(365)),
				Note: ptr("Invenzione per la dimostrazione."),
			}}
		}
		if one.Needs != nil || one.Reserved != nil {
			out = append(out, one)
		}
	}
	return out
}

// facts loads them once the people are there.
func (l *loader) facts(ctx context.Context, all []intake.FactsOfPerson) error {
	for batch := range slices.Chunk(all, perBatch) {
		_, err := patiently(ctx, func(ctx context.Context) (Count, error) {
			r, err := answer[intake.FactsLoaded](l.intake.LoadFacts(ctx, intake.FactsBatch{Demo: ptr(true), Items: batch}))
			return Count{Created: r.Written}, err
		})
		if err != nil {
			return fmt.Errorf("load facts: %w", err)
		}
	}
	return nil
}

// taxCode invents a provisional tax code, eleven digits, for about half: that somebody has none yet is normal.
func taxCode(d dice) *string {
	if !d.chance(50) {
		return nil
	}
	digits, sum := []byte("99"), 0
	for range 8 {
		digits = append(digits, byte('0'+d.between(0, 9)))
	}
	for i, c := range digits {
		n := int(c - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return ptr(string(append(digits, byte('0'+(10-sum%10)%10))))
}
