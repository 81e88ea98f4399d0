package demo

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/intake"
)

// colleague is somebody invented who follows people.
type colleague struct{ subject, name, team string }

// colleagues are two tutors for each team; the first of the first two teams are the development provider's users.
func colleagues() []colleague {
	names := []string{
		"Giulia Operatrice", "Sara Tutor", "Marco Operatore", "Paolo Tutor", "Anna Tutor", "Luca Tutor",
		"Chiara Tutor", "Davide Tutor", "Irene Tutor", "Fabio Tutor", "Marta Tutor", "Nicola Tutor",
	}
	all, _ := teams()
	var list []colleague
	for n, name := range names {
		c := colleague{subject: fmt.Sprintf("demo-tutor-%d", n+1), name: name + mark, team: all[n/2].Id}
		switch n {
		case 0:
			c.subject = "demo-counsellor-1"
		case 2:
			c.subject = "demo-counsellor-2"
		}
		list = append(list, c)
	}
	return list
}

// following draws who follows person n and how closely; some wait for a tutor.
func following(o Options, n int, p *intake.BatchPerson) {
	d := roll(o.Seed, "following", n)
	p.Declared = &intake.Declared{Unemployed: ptr(intake.Answer("yes")), InMilan: ptr(intake.Answer("yes"))}
	var own []colleague
	for _, c := range colleagues() {
		if c.team == p.Team {
			own = append(own, c)
		}
	}
	if n == 0 || d.chance(88) {
		p.Tutor = ptr(own[d.IntN(len(own))].subject)
		p.Level = ptr([]intake.Level{"information", "guidance", "project"}[d.weighted([]int{15, 35, 50})])
	}
	if n == 0 {
		p.Tutor = ptr(own[0].subject)
	}
	if cameTwice(n) {
		before := inventPerson(o, n-1)
		p.Language, p.Team, p.Tutor = before.Language, before.Team, before.Tutor
	}
}

// cameTwice reports whether person n is the one before, who came again, and nobody noticed.
func cameTwice(n int) bool { return n%60 == 7 }

// inventAppointments draws the appointments of person n in this week and the next, in every state; of today those
// that are over wait for somebody to say how they went.
func inventAppointments(o Options, n int, p intake.BatchPerson) []intake.BatchAppointment {
	if p.Tutor == nil {
		return nil
	}
	monday := o.Today
	for monday.Weekday() != time.Monday {
		monday = monday.AddDays(-1)
	}
	d := roll(o.Seed, "appointment", n)
	var list []intake.BatchAppointment
	add := func(day civil.Date, state intake.AppointmentState) {
		list = append(list, intake.BatchAppointment{
			Id: idOf(o.Seed, "appointment", n*8+len(list)), PersonId: p.Id, Team: p.Team, With: *p.Tutor, State: state,
			StartsAt: atDesk(day, 9*60+30*d.IntN(16)), Minutes: pick(d, []int{30, 45, 60}),
			Place: pick(d, []string{"CeLav, sportello 1", "CeLav, sportello 2", "CeLav, stanza 4"}),
			Kind:  pick(d, []intake.AppointmentKind{"meeting", "assessment", "project", "follow-up"}),
		})
	}
	if n == 0 { // whoever tries the person's view finds one behind and one ahead
		add(monday.AddDays(-7), "held")
		add(o.Today.AddDays(1), "planned")
		return list
	}
	if d.chance(20) {
		add(monday.AddDays(-d.between(3, 30)), []intake.AppointmentState{"held", "missed"}[d.weighted([]int{75, 25})])
	}
	if d.chance(5) { // nobody has said yet how last Friday's went
		add(monday.AddDays(-3), "planned")
	}
	if !d.chance(35) {
		return list
	}
	day := monday.AddDays([]int{0, 1, 2, 3, 4, 7, 8, 9, 10, 11}[d.IntN(10)])
	state := intake.AppointmentState("planned")
	switch {
	case d.chance(7):
		state = "cancelled"
	case day.Before(o.Today):
		state = []intake.AppointmentState{"held", "missed", "planned"}[d.weighted([]int{65, 20, 15})]
	}
	add(day, state)
	return list
}

// atDesk is a moment of a day in Milan, in minutes after midnight.
func atDesk(day civil.Date, minutes int) time.Time {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		rome = time.UTC // without the time zones of the world an hour is off; nothing else depends on it
	}
	return time.Date(day.Year, day.Month, day.Day, 0, minutes, 0, 0, rome)
}
