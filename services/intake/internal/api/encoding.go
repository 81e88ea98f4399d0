package api

import (
	"fmt"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/person"
)

func encode(p person.Person) contract.Person {
	out := contract.Person{
		Id: p.ID, Version: p.Version, Code: person.Code(p.ID), Team: p.Team, Name: p.Name,
		Contact:  contract.Contact{Channel: contract.Channel(p.Contact.Channel), Value: p.Contact.Value},
		Language: p.Language, Request: p.Request, Residence: contract.PersonResidence(p.Residence), State: contract.State(p.State),
		WaitingSince: p.WaitingSince, Demo: p.Demo,
		Tutor: some(p.Following.Tutor), Level: some(contract.Level(p.Following.Level)), Declared: declaredOf(p.Declared),
	}
	if a := p.Availability; a != nil {
		out.Availability = &contract.Availability{From: a.From, MaxHoursWeek: some(a.MaxHoursWeek), Slots: []contract.Slot{}}
		for _, s := range a.Slots {
			out.Availability.Slots = append(out.Availability.Slots, contract.Slot{Day: s.Day, From: s.From.String(), To: s.To.String()})
		}
	}
	if r := p.Reach; r != nil {
		out.Reach = &contract.Reach{Area: r.Area, MaxMinutes: some(r.MaxMinutes), Modes: []contract.Mode{}}
		for _, m := range r.Modes {
			out.Reach.Modes = append(out.Reach.Modes, contract.Mode(m))
		}
	}
	return out
}

func contact(c contract.Contact) person.Contact {
	return person.Contact{Channel: person.Channel(c.Channel), Value: c.Value}
}

func availability(from civil.Date, maxHours *int, slots []contract.Slot) (person.Availability, error) {
	a := person.Availability{From: from, MaxHoursWeek: value(maxHours)}
	var bad fault.Violations
	for i, s := range slots {
		start, err := person.ParseClock(s.From)
		if err != nil {
			bad.Add(fmt.Sprintf("/slots/%d/from", i), "format", "Want HH:MM.")
		}
		end, err := person.ParseClock(s.To)
		if err != nil {
			bad.Add(fmt.Sprintf("/slots/%d/to", i), "format", "Want HH:MM.")
		}
		a.Slots = append(a.Slots, person.Slot{Day: s.Day, From: start, To: end})
	}
	return a, bad.Err()
}

func reach(area string, maxMinutes *int, modes []contract.Mode) person.Reach {
	r := person.Reach{Area: area, MaxMinutes: value(maxMinutes)}
	for _, m := range modes {
		r.Modes = append(r.Modes, person.Mode(m))
	}
	return r
}
