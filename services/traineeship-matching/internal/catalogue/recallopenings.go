package catalogue

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// RecallOpenings gives the openings that are worth judging for a person on a day: filters leave out what the gate would
// block for certain, weighted terms approximate the score. The order is the engine's approximation and nothing else.
func (c *Catalogue) RecallOpenings(ctx context.Context, k Knowledge, p match.Person, on civil.Date, limit int) ([]string, error) {
	return recall(ctx, c.Openings.Query, openingsFor(p, k.Weights(), on), weighOpenings(k, p), search.Sort{Field: "published"}, limit)
}

// openingsFor leaves out what the gate blocks for certain. It may let too much through and must not leave out too much.
func openingsFor(p match.Person, w *match.Weights, on civil.Date) search.Filter {
	one := 1.0
	all := search.All{
		search.Is{Field: "live", Value: true},
		search.Numbers{Field: "seatsFree", Min: &one},
		search.Any{search.Not{Filter: search.Exists{Field: "closes"}}, search.Days{Field: "closes", From: &on}},
	}
	if p.Residence == "abroad" {
		all = append(all, search.Is{Field: "welcomesArt27", Value: true}, search.Term("kind", "traineeship"))
	} else {
		all = append(all, workable(p, on)...)
	}
	if when := refused(&p); len(when) > 0 {
		all = append(all, search.Not{Filter: search.Terms{Field: "unsocial", Values: when}})
	}
	if p.MinimumAge > 0 {
		age := float64(p.MinimumAge)
		all = append(all, search.Numbers{Field: "minimumAge", Max: &age})
	}
	if a := p.Availability; a != nil {
		all = append(all, atMost("hoursWeek", a.MaxHoursWeek)...)
		// Who is free later than the slack after the start (or after today, when the start has passed) is blocked.
		if a.From != nil && a.From.After(on.AddDays(w.Gate.StartSlackDays)) {
			earliest := a.From.AddDays(-w.Gate.StartSlackDays)
			all = append(all, search.Days{Field: "start", From: &earliest})
		}
	}
	if p.Preferences != nil {
		all = append(all, atMost("hoursWeek", p.Preferences.MaxHoursWeek)...)
	}
	if p.Education != nil {
		all = append(all, atMost("education", p.Education.EQF)...)
	}
	for _, l := range p.Languages {
		if level := l.AtWork(); level > 0 {
			above := search.Terms{Field: "languages"}
			for more := int(level) + 1; more <= int(highestLevel); more++ {
				above.Values = append(above.Values, token(l.Language, more))
			}
			all = append(all, search.Not{Filter: above})
		}
	}
	if p.Licences != nil {
		all = append(all, search.Any{
			search.Not{Filter: search.Exists{Field: "licences"}}, search.Terms{Field: "licences", Values: p.Licences},
		})
	}
	return all
}

// workable leaves out openings that begin while somebody may not work, or may not work for so many hours.
func workable(p match.Person, on civil.Date) []search.Filter {
	var out []search.Filter
	for _, i := range p.WorkAccess {
		if i.Until != nil && i.Until.Before(on) {
			continue
		}
		begins := search.Filter(search.Days{Field: "start", From: &i.From, Until: i.Until})
		if !i.From.After(on) { // what should have begun would begin today, and so would what names no day
			begins = search.Any{search.Not{Filter: search.Exists{Field: "start"}}, search.Days{Field: "start", Until: i.Until}}
		}
		blocked := search.All{begins}
		switch {
		case i.Outcome == policy.MayNotWork && i.Traineeship == "":
		case i.Outcome == policy.MayNotWork:
			blocked = append(blocked, search.Not{Filter: search.Term("kind", "traineeship")})
		case i.Outcome == policy.MayWorkLimited && i.HoursWeek != nil:
			over := float64(*i.HoursWeek) + 0.5
			blocked = append(blocked, search.Not{Filter: search.Term("kind", "traineeship")}, search.Numbers{Field: "hoursWeek", Min: &over})
		default:
			continue
		}
		out = append(out, search.Not{Filter: blocked})
	}
	return out
}

// atMost keeps documents whose number is at most that, or unknown.
func atMost(field string, limit *int) []search.Filter {
	if limit == nil {
		return nil
	}
	most := float64(*limit)
	return []search.Filter{search.Any{
		search.Not{Filter: search.Exists{Field: field}}, search.Numbers{Field: field, Max: &most},
	}}
}
