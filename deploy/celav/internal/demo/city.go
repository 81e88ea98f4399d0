package demo

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
)

// The size of the city that `./scripts/run --demo` loads.
const (
	DefaultPeople   = 300
	DefaultOpenings = 250
)

// The most that can be asked for.
const (
	mostPeople   = 100_000
	mostOpenings = 1_000_000
)

// Options say which city to invent. Zero sizes mean the defaults.
type Options struct {
	People, Openings int
	// Companies is derived from the openings when zero: 80 for 250.
	Companies int
	Seed      uint64
	// Today is the day around which all dates lie.
	Today civil.Date
}

func (o Options) complete() (Options, error) {
	if o.People == 0 {
		o.People = DefaultPeople
	}
	if o.Openings == 0 {
		o.Openings = DefaultOpenings
	}
	if o.Companies == 0 {
		o.Companies = max(o.Openings*8/25, 1)
	}
	var bad fault.Violations
	for _, size := range []struct {
		name    string
		n, most int
	}{{"people", o.People, mostPeople}, {"openings", o.Openings, mostOpenings}, {"companies", o.Companies, mostOpenings}} {
		if size.n < 0 || size.n > size.most {
			bad = append(bad, fault.Violation{Parameter: size.name, Code: "out-of-range", Message: "is out of range"})
		}
	}
	if !o.Today.IsValid() {
		bad = append(bad, fault.Violation{Parameter: "today", Code: "required", Message: "is no day"})
	}
	return o, bad.Err()
}

// City is everything invented, in the form in which the services take it.
type City struct {
	People    []intake.BatchPerson
	Facts     []intake.FactsOfPerson
	Profiles  []assessment.BatchProfile
	Companies []outreach.BatchCompany
	Openings  []outreach.BatchOpening
	Projects  []intake.BatchProject
	Referrals []intake.BatchReferral
	Contacts  outreach.ContactBatch
	Desk      outreach.DeskBatch
	// Shortlists are of people and openings above.
	Shortlists []matching.BatchEntry
	// Traineeships and hires: some of them came from a shortlist.
	Traineeships matching.TraineeshipBatch
	// Appointments are those of this week and the next, and some before.
	Appointments []intake.BatchAppointment
}

// Invent draws a city. It is pure: the same options and taxonomy give the same city.
func Invent(o Options, t Taxonomy) (City, error) {
	o, err := o.complete()
	if err != nil {
		return City{}, err
	}
	if err := t.prepare(); err != nil {
		return City{}, err
	}
	city := City{
		People:    make([]intake.BatchPerson, 0, o.People),
		Profiles:  make([]assessment.BatchProfile, 0, o.People),
		Companies: make([]outreach.BatchCompany, 0, o.Companies),
		Openings:  make([]outreach.BatchOpening, 0, o.Openings),
	}
	names := roster{taken: map[string]bool{}}
	for n := range o.People {
		p := inventPerson(o, n)
		names.own(o, n, &p, city.People)
		city.People = append(city.People, p)
		city.Appointments = append(city.Appointments, inventAppointments(o, n, city.People[n])...)
		if p := inventProfile(o, &t, n); p != nil {
			city.Profiles = append(city.Profiles, *p)
		}
		if p := inventProject(o, n); p != nil {
			city.Projects = append(city.Projects, *p)
		}
	}
	city.Facts = inventFacts(o, city.People)
	city.Referrals = inventReferrals(o, city.People)
	companies := make([]company, 0, o.Companies)
	for n := range o.Companies {
		c := inventCompany(o, n)
		companies = append(companies, c)
		city.Companies = append(city.Companies, c.BatchCompany)
	}
	for n := range o.Openings {
		city.Openings = append(city.Openings, inventOpening(o, &t, companies, n))
	}
	city.Contacts, city.Desk = inventContacts(o, companies), inventDesk(o)
	city.Shortlists = inventShortlists(o, &city)
	city.Traineeships = inventTraineeships(o, &city)
	city.Shortlists = append(city.Shortlists, inventPlaced(o, &city, &city.Traineeships)...)
	return city, nil
}

// Day is the day on which the demonstration is loaded, where it plays.
func Day(now time.Time) (civil.Date, error) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return civil.Date{}, fmt.Errorf("find the time zone of Rome: %w", err)
	}
	return civil.DateOf(now.In(rome)), nil
}
