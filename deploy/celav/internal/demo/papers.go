package demo

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/intake"
)

// papers draws what somebody holds. Most may work; some cases ask for a person's judgement, few may not.
func papers(d dice, o Options, from origin, minor bool) []intake.WorkDocument {
	kind := func(k string) intake.WorkDocument { return intake.WorkDocument{Kind: k} }
	until := func(k string, years int) intake.WorkDocument {
		issued := d.day(o.Today, -700, -30)
		expires := civil.Date{Year: issued.Year + years, Month: issued.Month, Day: min(issued.Day, 28)}
		doc := intake.WorkDocument{Kind: k, IssuedOn: &issued, ExpiresOn: &expires}
		if expires.Before(o.Today) { // asked for its renewal in time
			doc.RequestedOn = ptr(expires.AddDays(-d.between(10, 50)))
		}
		return doc
	}
	switch {
	case d.chance(6):
		return nil // nothing noted yet
	case from.union:
		return []intake.WorkDocument{kind("citizen")}
	case minor:
		return []intake.WorkDocument{until("unaccompanied-minor", 1)}
	case from.tongue == "uk" && d.chance(85):
		return []intake.WorkDocument{{Kind: "temporary-protection", IssuedOn: ptr(d.day(o.Today, -300, -30)), ExpiresOn: &civil.Date{Year: 2027, Month: 3, Day: 4}}}
	}
	switch d.weighted([]int{16, 14, 12, 14, 16, 12, 6, 4, 3, 2, 1}) {
	case 0:
		lodged := d.day(o.Today, -240, -5)
		return []intake.WorkDocument{{Kind: "asylum-seeker", LodgedOn: &lodged, IssuedOn: &lodged, ExpiresOn: ptr(lodged.AddDays(183 * d.between(1, 2))), Procedure: ptr("ordinary"), Decision: ptr("pending")}}
	case 1:
		return []intake.WorkDocument{until("refugee", 5)}
	case 2:
		return []intake.WorkDocument{until("subsidiary-protection", 5)}
	case 3:
		return []intake.WorkDocument{until("special-protection", 2)}
	case 4:
		return []intake.WorkDocument{until("family", 2)}
	case 5:
		return []intake.WorkDocument{until("work", 2)}
	case 6:
		return []intake.WorkDocument{until("seeking-work", 1)}
	case 7:
		return []intake.WorkDocument{until("study", 1)}
	case 8:
		return []intake.WorkDocument{until("eu-long-term", 5)}
	case 9:
		return []intake.WorkDocument{until("special-cases", 1)}
	default:
		return []intake.WorkDocument{kind("none")}
	}
}
