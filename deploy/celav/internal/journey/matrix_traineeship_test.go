package journey_test

import (
	"time"

	"cloud.google.com/go/civil"
)

// traineeshipOf is the id of a person's traineeship in the fixture.
func traineeshipOf(person string) string {
	return "0190a0de-0000-7000-8000-000000000" + person[len(person)-3:]
}

// today is the day in the city.
func (c *city) today() civil.Date { return civil.DateOf(c.now()) }

// hour is the hour in the city.
func (c *city) hour() int { return c.now().Hour() }

func (c *city) now() time.Time {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return c.clock.now()
	}
	return c.clock.now().In(rome)
}

// pastTraineeship runs since two months: its end is about a month away.
func pastTraineeship(person, team, company string, today civil.Date) fields {
	start := today.AddDays(-60)
	act := func(day civil.Date, of fields) fields {
		return fields{"day": day, "role": "counsellor", "act": with(of, fields{"version": 1})}
	}
	acts := list{}
	for _, paper := range []string{"agreement", "project", "accident", "liability", "declarations", "communication"} {
		acts = append(acts, act(start.AddDays(-5), fields{"act": "paper", "paper": paper, "on": start.AddDays(-5), "reference": "N-1"}))
	}
	acts = append(acts, act(start, fields{"act": "start"}))
	return fields{"id": traineeshipOf(person), "team": team, "acts": acts, "opening": fields{
		"personId": person, "companyId": company, "type": "ordinary", "start": start, "months": 3, "hoursWeek": 30, "hostTutor": "Rita Prova",
		"allowanceCents": 50000, "traineeName": "Tirocinante Prova",
	}}
}

func traineeshipRules() []rule {
	const staff, parties = "T A - - - - - - -", "T A C - - - S - -"
	its := func(r refs) string { return traineeshipOf(r.person) }
	opening := func(r refs) any {
		return fields{"personId": r.person, "openingId": r.opening, "type": "ordinary", "start": "2026-12-01", "months": 3, "hoursWeek": 30, "hostTutor": "Rita Prova", "allowanceCents": 50000}
	}
	hire := func(r refs) any {
		return fields{"personId": r.person, "employer": "Panificio Prova", "kind": "open-ended", "start": "2026-12-01", "hoursWeek": 40}
	}
	formOf := func() func(refs) any {
		return func(r refs) any {
			return form("person", r.person, "opening", r.opening, "type", "ordinary", "start", "2026-12-01", "months", "3", "hoursWeek", "30", "hostTutor", "Rita Prova",
				"allowance", "500", "employer", "Panificio Prova", "kind", "open-ended")(r)
		}
	}
	return []rule{
		{route: "GET /matching/v1/traineeships", who: staff, shows: its},
		{route: "POST /matching/v1/traineeships", who: staff, about: "person", send: opening},
		{route: "POST /matching/v1/traineeships/batch", who: "- - - - - - - A -", send: body(fields{"demo": false, "items": list{}})},
		{route: "GET /matching/v1/traineeships/:id", who: parties, about: "traineeship"},
		{route: "POST /matching/v1/traineeships/:id/acts", who: parties, about: "traineeship", send: body(fields{"act": "answer", "version": 1, "wish": "renew"})},
		{route: "GET /matching/v1/hires", who: staff},
		{route: "POST /matching/v1/hires", who: staff, about: "person", send: hire},
		{route: "PUT /outreach/v1/openings/:id/seats-taken", who: "- - - - - - - - A", about: "opening", send: body(fields{"taken": 1})},
		{route: "GET /matching/traineeships", who: staff, shows: its},
		{route: "GET /matching/traineeships/new", who: staff},
		{route: "POST /matching/traineeships/new", who: staff, about: "person", send: formOf()},
		{route: "GET /matching/traineeships/:id", who: parties, about: "traineeship"},
		{route: "POST /matching/traineeships/:id/acts", who: parties, about: "traineeship", send: form("act", "answer", "version", "1", "wish", "renew")},
		{route: "GET /matching/traineeships/:id/decision", who: staff, about: "traineeship"},
		{route: "GET /matching/traineeships/:id/changes", who: staff, about: "traineeship"},
		{route: "GET /matching/people/:id/traineeships", who: "T A - - - - S - -", about: "person"},
		{route: "GET /matching/trainees", who: "- - C - - - - - -", shows: its},
		{route: "GET /matching/hires", who: staff},
		{route: "GET /matching/hires/new", who: staff},
		{route: "POST /matching/hires/new", who: staff, about: "person", send: formOf()},
	}
}
