package demo

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/intake"
)

// Person is the id of the file that the development provider's user "demo-person" is bound to; it is the first
// person of every city.
const Person = "0190a0de-0000-7000-8000-000000000001"

// teams are the équipes, as the development directory names them, with how many people each follows.
func teams() ([]intake.Team, []int) {
	team := func(n int, label string) intake.Team {
		return intake.Team{Id: fmt.Sprintf("equipe-%d", n), Code: fmt.Sprintf("Équipe %d", n), Label: &label}
	}
	return []intake.Team{
		team(1, "Rifugiati, richiedenti asilo e altri migranti"),
		team(2, "Disoccupazione di lunga durata"),
		team(3, "Disabilità"),
		team(4, "Dipendenze e fragilità psichica"),
		team(5, "Misure penali"),
		team(6, "Giovani"),
	}, []int{0, 50, 18, 12, 8, 12}
}

func personID(o Options, n int) string {
	if n == 0 {
		return Person
	}
	return idOf(o.Seed, "person", n)
}

func inventPerson(o Options, n int) intake.BatchPerson {
	d := roll(o.Seed, "person", n)
	from := d.originOf(n)
	name := d.name(from)
	minor := n > 0 && d.chance(3)
	p := intake.BatchPerson{
		Id: personID(o, n), Name: name + mark, Language: from.tongue, Team: teamOf(d, n, from),
		Contact:      contact(d, name, n),
		WaitingSince: d.day(o.Today, -d.between(1, 270), -1),
		Request:      ptr(pick(d, requests())),
		BirthDate:    birth(d, o.Today, minor),
		Availability: availability(d, o.Today, n == 0),
		Reach:        reach(d, n == 0),
	}
	if docs := papers(d, o, from, minor); docs != nil {
		p.Documents = &docs
	}
	if docs, ok := shownPapers(o, n); ok {
		p.Team, p.Documents = "equipe-1", &docs
	}
	following(o, n, &p)
	p.Constraints, p.TaxCode = constraints(roll(o.Seed, "constraints", n), n), taxCode(roll(o.Seed, "tax code", n))
	if n == 0 { // whoever tries the person's view should find matches
		p.Documents = &[]intake.WorkDocument{{Kind: "refugee", IssuedOn: ptr(o.Today.AddDays(-400)), ExpiresOn: ptr(o.Today.AddDays(1400))}}
	}
	return p
}

// teamOf lets most newcomers be followed by the first team and everybody else by the others, as CeLav is organised.
func teamOf(d dice, n int, from origin) string {
	all, weights := teams()
	if n == 0 || !from.union && d.chance(70) {
		return all[0].Id
	}
	return all[d.weighted(weights)].Id
}

func contact(d dice, name string, n int) intake.Contact {
	if d.chance(70) {
		return intake.Contact{Channel: intake.Phone, Value: phone(d)}
	}
	return intake.Contact{Channel: intake.Email, Value: address(name, n)}
}

func address(name string, n int) string {
	return fmt.Sprintf("%s.%d@example.org", strings.ToLower(strings.ReplaceAll(name, " ", ".")), n+1)
}

func birth(d dice, today civil.Date, minor bool) *civil.Date {
	switch {
	case minor:
		return ptr(today.AddDays(-d.between(16*366, 18*365)))
	case d.chance(5):
		return nil
	default:
		return ptr(today.AddDays(-d.between(19*365, 58*365)))
	}
}

func availability(d dice, today civil.Date, always bool) *intake.Availability {
	if !always && d.chance(9) {
		return nil
	}
	a := intake.Availability{From: d.day(today, -30, 40), Slots: []intake.Slot{}}
	if d.chance(35) {
		a.MaxHoursWeek = ptr(pick(d, []int{20, 25, 30, 40}))
	}
	if always || d.chance(88) {
		w := d.freeWeek()
		if always {
			w = wideOpen()
		}
		for _, s := range w.slots() {
			a.Slots = append(a.Slots, intake.Slot{Day: s.day, From: s.from, To: s.to})
		}
	}
	return &a
}

func reach(d dice, always bool) *intake.Reach {
	if !always && d.chance(7) {
		return nil
	}
	r := intake.Reach{Area: d.place().area, Modes: []intake.Mode{intake.Transit, intake.Walk}}
	if d.chance(20) {
		r.Modes = append(r.Modes, intake.Bike)
	}
	if d.chance(15) {
		r.Modes = append(r.Modes, intake.Car)
	}
	if d.chance(85) {
		r.MaxMinutes = ptr(pick(d, []int{30, 45, 45, 60, 60, 75, 90}))
	}
	return &r
}
