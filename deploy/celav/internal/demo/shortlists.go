package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
)

// inventShortlists puts people on shortlists in every state: of the demo employer's company, for the first team's people,
// for the demo person, and for some of the others.
func inventShortlists(o Options, city *City) []matching.BatchEntry {
	s := shortlister{o: o, city: city, taken: map[string]bool{}, busy: map[int]bool{}, skills: map[string]map[string]bool{}, companies: map[string]string{}}
	for _, c := range city.Companies {
		s.companies[c.Id] = c.Name
	}
	for _, p := range city.Profiles {
		s.skills[p.PersonId] = map[string]bool{}
		for _, k := range p.Skills {
			s.skills[p.PersonId][k.Skill] = true
		}
	}
	var own, others []outreach.BatchOpening
	for _, x := range city.Openings {
		if x.State != outreach.StatePublished {
			continue
		}
		if x.CompanyId == idOf(o.Seed, "company", 0) {
			own = append(own, x)
		} else {
			others = append(others, x)
		}
	}
	first, second := s.people("equipe-1"), s.people("equipe-2")
	for n, state := range entryStates() {
		s.add(own, n, first, 1+n, state)
		s.add(others, n, first, 20+n, state)
		s.add(others, 40+n, second, n, state)
	}
	s.add(own, 1, first, 40, matching.EntryStateProposed)
	s.add(own, 2, first, 41, matching.EntryStateProposed)
	// The demo person has something to answer, to read and to object to.
	for n, state := range []matching.EntryState{
		matching.EntryStateConsentAsked, matching.EntryStateTimesProposed, matching.EntryStateProposed, matching.EntryStateReleased,
		matching.EntryStateNotChosen, matching.EntryStatePassed,
	} {
		s.add(others, 80+n, first, 0, state)
	}
	return s.entries
}

// entryStates are all states that somebody is to find; a placed entry has its traineeship or hire, and is made with it.
func entryStates() []matching.EntryState {
	return []matching.EntryState{
		matching.EntryStateProposed, matching.EntryStateConsentAsked, matching.EntryStateReleased, matching.EntryStateTimesProposed,
		matching.EntryStateOtherTimes, matching.EntryStateBooked, matching.EntryStateChosen, matching.EntryStateNotChosen,
		matching.EntryStateNoShow, matching.EntryStateRefused, matching.EntryStateWithdrawn, matching.EntryStateHeld, matching.EntryStatePassed,
	}
}

type shortlister struct {
	o         Options
	city      *City
	companies map[string]string
	taken     map[string]bool // person and opening
	busy      map[int]bool    // people who are on a shortlist already
	skills    map[string]map[string]bool
	entries   []matching.BatchEntry
}

// people are the indices of a team's people who have a profile, the demo person first.
func (s *shortlister) people(team string) []int {
	profiled := map[string]bool{}
	for _, p := range s.city.Profiles {
		profiled[p.PersonId] = true
	}
	var list []int
	for n, p := range s.city.People {
		if p.Team == team && profiled[p.Id] {
			list = append(list, n)
		}
	}
	return list
}

func (s *shortlister) add(openings []outreach.BatchOpening, opening int, people []int, person int, state matching.EntryState) {
	if len(openings) == 0 || person >= len(people) {
		return
	}
	x := openings[opening%len(openings)]
	best, fits := -1, -1
	if person == 0 && people[0] == 0 { // the demo person: the opening is chosen, not the person
		best = 0
		for _, o := range openings {
			if f := s.fit(0, o); f > fits && !s.taken[s.city.People[0].Id+o.Id] {
				x, fits = o, f
			}
		}
	}
	for i := range people { // the first who fit best, beginning elsewhere for each
		n := people[(person+i)%len(people)]
		if f := s.fit(n, x); best != 0 && n > 0 && f > fits && !s.taken[s.city.People[n].Id+x.Id] && !s.busy[n] {
			best, fits = n, f
		}
	}
	if best < 0 {
		return
	}
	s.busy[best] = true
	p := s.city.People[best]
	if s.taken[p.Id+x.Id] {
		return
	}
	s.taken[p.Id+x.Id] = true
	n := len(s.entries)
	d := roll(s.o.Seed, "shortlist", n)
	e := matching.BatchEntry{
		Id: idOf(s.o.Seed, "shortlist", n), PersonId: p.Id, OpeningId: x.Id, CompanyId: x.CompanyId, Team: p.Team, State: state,
		Since: at(s.o.Today, -d.between(1, 9), d.between(7, 15)), CompanyName: s.companies[x.CompanyId],
	}
	switch state {
	case matching.EntryStatePassed:
		e.Reason = "better-opening"
		e.Contest = "Vorrei sapere perché non sono stata proposta: questo lavoro mi interessa molto."
	case matching.EntryStateNotChosen:
		e.Reason, e.NextStep = "skills-not-enough", "training"
	case matching.EntryStateNoShow:
		e.NextStep = "talk-with-counsellor"
	case matching.EntryStateChosen:
		e.Agreed = ptr([]matching.BatchEntryAgreed{matching.BatchEntryAgreedTraineeship, matching.BatchEntryAgreedHire}[n%2])
	}
	switch state {
	case matching.EntryStateReleased, matching.EntryStateTimesProposed, matching.EntryStateOtherTimes, matching.EntryStateBooked,
		matching.EntryStateChosen, matching.EntryStateNoShow:
		e.Name, e.ViewedAt = p.Name, ptr(at(s.o.Today, 0, 7))
		if n%2 == 0 {
			e.Contact = p.Contact.Value
		}
	}
	switch state {
	case matching.EntryStateTimesProposed:
		e.Times = []time.Time{at(s.o.Today, 2, 9), at(s.o.Today, 3, 14), at(s.o.Today, 6, 10)}
	case matching.EntryStateBooked:
		e.Times = []time.Time{at(s.o.Today, 1, 9)}
	case matching.EntryStateChosen, matching.EntryStateNoShow:
		e.Times = []time.Time{at(s.o.Today, -1, 9)}
	}
	s.entries = append(s.entries, e)
}

// fit counts the skills needed at the start that somebody has; who has no documents fits least.
func (s *shortlister) fit(person int, x outreach.BatchOpening) int {
	p := s.city.People[person]
	if p.Documents == nil || p.BirthDate == nil {
		return 0
	}
	count := 1
	for _, k := range x.Terms.NeededAtStart {
		if s.skills[p.Id][k.Skill] {
			count++
		}
	}
	return count
}

// at is an hour of a day so many days from today, in UTC.
func at(today civil.Date, days, hour int) time.Time {
	return today.AddDays(days).In(time.UTC).Add(time.Duration(hour) * time.Hour)
}

// feedsWithin is how long matching is given to hear of everybody.
const feedsWithin = 2 * time.Minute

// shortlists waits for matching to have heard of the people and the openings.
func (l *loader) shortlists(ctx context.Context, all []matching.BatchEntry, count *Count) error {
	until := time.Now().Add(feedsWithin)
	for {
		err := inBatches(ctx, l, "shortlists", all, count, func(ctx context.Context, part []matching.BatchEntry) (Count, error) {
			r, err := answer[matching.BatchResult](l.matching.LoadShortlists(ctx, matching.EntryBatch{Demo: ptr(true), Items: part}))
			return Count{r.Created, r.Updated}, err
		})
		var f *fault.Error
		if err == nil || !errors.As(err, &f) || f.Kind != fault.Unavailable || time.Now().After(until) {
			if err != nil {
				return fmt.Errorf("load shortlists: %w", err)
			}
			return nil
		}
	}
}
