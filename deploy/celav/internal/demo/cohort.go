package demo

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
)

// The partner of the development provider's user "demo-partner".
const demoPartner = "demo-partner"

// How many people the accepted and the draft cohort have.
const (
	acceptedPeople = 20
	draftPeople    = 12
)

// cohorts are what a partner from Tunisia has sent: one that the City accepted, with files and profiles, and one that is
// still being written, with two faults to mend.
type cohorts struct {
	Cohorts  []intake.BatchCohort
	People   []intake.BatchPerson
	Profiles []assessment.BatchProfile
	// Entries are where its people stand with hosts.
	Entries []matching.BatchEntry
}

func inventCohorts(o Options, t *Taxonomy, city *City) cohorts {
	accepted := intake.BatchCohort{
		Id: idOf(o.Seed, "cohort", 0), Partner: demoPartner, Title: "Automne 2026, restauration et métiers" + mark, State: "accepted",
		SubmittedOn: ptr(o.Today.AddDays(-30)),
	}
	draft := intake.BatchCohort{Id: idOf(o.Seed, "cohort", 1), Partner: demoPartner, Title: "Printemps 2027" + mark, State: "draft"}
	var all cohorts
	welcoming := welcome(city.Openings)
	for n := range acceptedPeople {
		d := roll(o.Seed, "abroad", n)
		row, person := trainee(o, d, n, "A")
		person.Cohort = ptr(accepted.Id)
		decided := intake.BatchRowDecision("accepted")
		row.Decision, row.PersonId, row.Papers, row.Requests = &decided, ptr(person.Id), steps(o, n), abroadRequests(o, n, row)
		accepted.Rows = append(accepted.Rows, row)
		all.People = append(all.People, person)
		profile := abroadProfile(o, d, t, person.Id)
		if len(welcoming) > 0 {
			x := welcoming[n%len(welcoming)]
			fitted(o, &profile, x)
			if e, ok := abroadEntry(o, city, n, person, x); ok {
				all.Entries = append(all.Entries, e)
			}
		}
		all.Profiles = append(all.Profiles, profile)
	}
	for n := range draftPeople {
		d := roll(o.Seed, "abroad", acceptedPeople+n)
		row, _ := trainee(o, d, acceptedPeople+n, "B")
		switch n {
		case 3:
			row.Cells["birthDate"] = "31/02/1999"
		case 8:
			row.Cells["country"] = "Tunsie"
		}
		draft.Rows = append(draft.Rows, row)
	}
	all.Cohorts = []intake.BatchCohort{accepted, draft}
	return all
}

// trainee draws somebody as the partner writes them, and as the file that the City's acceptance makes.
func trainee(o Options, d dice, n int, series string) (intake.BatchRow, intake.BatchPerson) {
	from := origins()[3]
	first, family := from.first[n%len(from.first)], traineeFamilies()[(n+n/len(from.first))%len(traineeFamilies())]+mark
	born, title := o.Today.AddDays(-d.between(20*366, 30*365)), o.Today.AddDays(-d.between(40, 200))
	phoneNumber := fmt.Sprintf("+216 20 000 %03d", n)
	p := intake.BatchPerson{
		Id: idOf(o.Seed, "abroad", n), Name: first + " " + family, Contact: intake.Contact{Channel: intake.Phone, Value: phoneNumber}, Language: "fr",
		Team: "equipe-1", WaitingSince: o.Today.AddDays(-28), BirthDate: &born, Partner: ptr(demoPartner), TitleOn: &title,
		Availability: &intake.Availability{From: o.Today.AddDays(d.between(30, 60)), Slots: []intake.Slot{}},
	}
	return intake.BatchRow{Id: idOf(o.Seed, "trainee", n), Cells: intake.Cells{
		"ref": fmt.Sprintf("TN-%s%02d", series, n+1), "lastName": family, "firstName": first, "birthDate": slashed(born), "country": "Tunisie", "inItaly": "non",
		"phone": phoneNumber, "language": "français", "title": pick(d, []string{"BTS hôtellerie", "BTS maintenance", "BTP électricité"}), "titleLevel": "technicien supérieur",
		"titleDate": slashed(title), "wanted": pick(d, []string{"cuisinier", "serveur", "électricien", "mécanicien"}), "skills": "travailler en équipe",
		"italian": pick(d, []string{"A1", "A2", "B1"}), "french": "B2", "arabic": "C2", "consent": "oui",
	}}, p
}

// traineeFamilies are names that nobody of the city has, as many as let eighty trainees have a name of their own.
func traineeFamilies() []string {
	return []string{"Bouazizi", "Dridi", "Gharbi", "Hamdi", "Jlassi", "Khelifi", "Mejri", "Nasri", "Riahi", "Toumi"}
}

func slashed(day civil.Date) string { return fmt.Sprintf("%02d/%02d/%d", day.Day, day.Month, day.Year) }

func abroadProfile(o Options, d dice, t *Taxonomy, person string) assessment.BatchProfile {
	job := t.occupation(d)
	for major(job.ISCO) >= 9 {
		job = t.occupation(d)
	}
	p := assessment.BatchProfile{
		PersonId: person, Skills: []assessment.ProfileSkill{}, Occupations: []assessment.ProfileOccupation{{Occupation: job.ID, Held: true, Wanted: true, Months: 6}},
		Licences: []assessment.Licence{}, Learning: []assessment.ConceptId{}, Education: &assessment.Education{Eqf: 5},
		Preferences: &assessment.Preferences{Kinds: []assessment.PreferencesKinds{"traineeship"}},
	}
	for _, s := range job.Essential[:min(len(job.Essential), 8)] {
		knows(d, o.Today, &p, s, 6)
	}
	for _, l := range []struct {
		tongue string
		level  assessment.Cefr
	}{{"it", "A2"}, {"fr", "B2"}, {"ar", "C2"}} {
		p.Languages = append(p.Languages, assessment.ProfileLanguage{Language: l.tongue, Listening: &l.level, Reading: &l.level, Interaction: &l.level, Production: &l.level, Writing: &l.level})
	}
	return p
}

// cohorts writes the partner where it is not there, its cohorts, and the people whom the City accepted.
func (l *loader) cohorts(ctx context.Context, c cohorts) error {
	for _, part := range []struct {
		what string
		send func(ctx context.Context) error
	}{
		{"the partner", func(ctx context.Context) error {
			_, err := answer[intake.Partner](l.intake.PutPartner(ctx, demoPartner, intake.PartnerUpdate{Name: "Partenaire de démonstration", Country: "TN", Team: ptr("equipe-1")}))
			return err
		}},
		{"people from abroad", func(ctx context.Context) error {
			_, err := answer[intake.BatchResult](l.intake.LoadPeople(ctx, intake.PeopleBatch{Demo: ptr(true), People: c.People}))
			return err
		}},
		{"profiles of people from abroad", func(ctx context.Context) error {
			_, err := answer[assessment.BatchResult](l.assessment.LoadProfiles(ctx, assessment.ProfileBatch{Demo: ptr(true), Items: c.Profiles}))
			return err
		}},
		{"cohorts", func(ctx context.Context) error {
			_, err := answer[intake.BatchResult](l.intake.LoadCohorts(ctx, intake.CohortBatch{Demo: true, Items: c.Cohorts}))
			return err
		}},
	} {
		_, err := patiently(ctx, func(ctx context.Context) (Count, error) { return Count{}, part.send(ctx) })
		if err != nil {
			return fmt.Errorf("load %s: %w", part.what, err)
		}
	}
	return nil
}
