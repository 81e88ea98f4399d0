package demo

import (
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
)

// placedOfCity is how many traineeships came from a shortlist, and placedHires how many hires did.
const (
	placedOfCity = 8
	placedHires  = 2
)

// inventPlaced says of some traineeships and hires from which shortlist they came: their entries are placed, and lead to
// them. The batch learns of its entries.
func inventPlaced(o Options, city *City, batch *matching.TraineeshipBatch) []matching.BatchEntry {
	taken, names := map[string]bool{}, map[string]string{}
	for _, e := range city.Shortlists {
		taken[e.PersonId+e.OpeningId] = true
	}
	for _, c := range city.Companies {
		names[c.Id] = c.Name
	}
	people := map[string]intake.BatchPerson{}
	for _, p := range city.People {
		people[p.Id] = p
	}
	var out []matching.BatchEntry
	add := func(person, opening, company, record string, agreed matching.BatchEntryAgreed, daysAgo int) *string {
		p, known := people[person]
		if !known || taken[person+opening] {
			return nil
		}
		taken[person+opening] = true
		n := len(out)
		out = append(out, matching.BatchEntry{
			Id: idOf(o.Seed, "placed", n), PersonId: person, OpeningId: opening, CompanyId: company, Team: p.Team, State: matching.EntryStatePlaced,
			Since: at(o.Today, -daysAgo, 9), CompanyName: names[company], Name: p.Name, Agreed: &agreed, Record: record,
		})
		return &out[n].Id
	}
	for n := range batch.Items {
		if len(out) == placedOfCity {
			break
		}
		x := &batch.Items[n].Opening
		x.EntryId = add(x.PersonId, *x.OpeningId, *x.CompanyId, batch.Items[n].Id, matching.BatchEntryAgreedTraineeship, max(1, o.Today.DaysSince(x.Start)+10))
	}
	own, _ := hostingOpenings(o, city)
	if batch.Hires == nil {
		return out
	}
	for n := range *batch.Hires {
		if n == placedHires || len(own) == 0 {
			break
		}
		h := &(*batch.Hires)[n]
		from := own[n%len(own)]
		if id := add(h.Hire.PersonId, from.Id, from.CompanyId, h.Id, matching.BatchEntryAgreedHire, max(1, o.Today.DaysSince(h.Hire.Start)+5)); id != nil {
			h.Hire.EntryId, h.Hire.OpeningId, h.Hire.CompanyId, h.Hire.Employer = id, &from.Id, &from.CompanyId, nil
		}
	}
	return out
}
