package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
)

const (
	perBatch   = 500 // what the services take at most
	together   = 2   // batches under way per service
	tries      = 6   // of a batch that the service could not take just now
	callWithin = 90 * time.Second
)

// Suite is where to load and as whom: the client carries an operator's token.
type Suite struct {
	URL    string
	Client *http.Client
}

// Progress is how far a part of the city is, and the whole of it.
type Progress struct {
	Part           string // "people", "profiles", "companies", "openings", "shortlists"
	Done, Total    int
	AllDone, AllOf int
}

// Count is what a load did to one kind of record.
type Count struct {
	Created int `json:"created"`
	Updated int `json:"updated"`
}

// Summary is what a load did.
type Summary struct {
	Taxonomy  string `json:"taxonomy"` // its version
	Seed      uint64 `json:"seed"`
	People    Count  `json:"people"`
	Profiles  Count  `json:"profiles"`
	Companies Count  `json:"companies"`
	Openings  Count  `json:"openings"`
	Projects  Count  `json:"projects"`
	Referrals Count  `json:"referrals"`
	// Appointments are loaded after the people.
	Appointments Count `json:"appointments"`
	// Shortlists are loaded last: matching has to have heard of the people and the openings.
	Shortlists Count `json:"shortlists"`
	// Traineeships counts hires too.
	Traineeships Count   `json:"traineeships"`
	Seconds      float64 `json:"seconds"` // that it took
}

// Load invents a city from the taxonomy of a running suite and writes it there through the batch operations, which
// also mark every service's records as a demonstration. The parts of different services go at the same time. A load
// that was broken off is simply begun again. Report is called from several goroutines, one at a time; it may be nil.
func Load(ctx context.Context, s Suite, o Options, report func(Progress)) (Summary, error) {
	began := time.Now()
	l, err := newLoader(s, report)
	if err != nil {
		return Summary{}, err
	}
	o, err = o.complete()
	if err != nil {
		return Summary{}, err
	}
	t, err := readTaxonomy(ctx, l.assessment)
	if err != nil {
		return Summary{}, err
	}
	city, err := Invent(o, t)
	if err != nil {
		return Summary{}, err
	}
	group := inventCohorts(o, &t, &city)
	city.Shortlists = append(city.Shortlists, group.Entries...)
	l.of = len(city.People) + len(city.Profiles) + len(city.Companies) + len(city.Openings) + len(city.Projects) + len(city.Referrals) + len(city.Shortlists) + len(city.Appointments)
	if err := l.teams(ctx); err != nil {
		return Summary{}, err
	}
	if err := l.colleagues(ctx); err != nil {
		return Summary{}, err
	}
	out := Summary{Taxonomy: t.Version, Seed: o.Seed}
	whole := ctx
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { // appointments, facts and projects need their person
		if err := l.people(ctx, city.People, &out.People); err != nil {
			return err
		}
		if err := l.appointments(ctx, city.Appointments, &out.Appointments); err != nil {
			return err
		}
		if err := l.facts(ctx, city.Facts); err != nil {
			return err
		}
		if err := l.referrals(ctx, city.Referrals, &out.Referrals); err != nil {
			return err
		}
		if err := l.corrections(ctx, inventCorrections(o, city.People)); err != nil {
			return err
		}
		return l.projects(ctx, city.Projects, &out.Projects)
	})
	g.Go(func() error { return l.profiles(ctx, city.Profiles, &out.Profiles) })
	g.Go(func() error { // an opening needs its company
		if err := l.companies(ctx, city.Companies, &out.Companies); err != nil {
			return err
		}
		if err := l.openings(ctx, city.Openings, &out.Openings); err != nil {
			return err
		}
		return l.outreachWork(ctx, city)
	})
	g.Go(func() error { return l.verify(ctx, o) })
	g.Go(func() error { return l.cohorts(ctx, group) })
	if err = g.Wait(); err == nil {
		err = l.shortlists(whole, city.Shortlists, &out.Shortlists)
	}
	if err == nil {
		// After the shortlists: those who began have taken seats.
		err = l.traineeships(whole, city.Traineeships, &out.Traineeships)
	}
	if err == nil {
		err = l.grants(whole, city.Traineeships)
	}
	if err == nil {
		err = l.signedPapers(whole, &city)
	}
	if err == nil {
		err = l.searches(whole, o)
	}
	if err == nil {
		err = l.matches(whole, inventMatches(o, city.People, city.Openings))
	}
	out.Seconds = time.Since(began).Seconds()
	return out, err
}

type loader struct {
	intake     *intake.Client
	assessment *assessment.Client
	outreach   *outreach.Client
	matching   *matching.Client
	mu         sync.Mutex
	report     func(Progress)
	done, of   int // records of all parts
}

func newLoader(s Suite, report func(Progress)) (*loader, error) {
	l := &loader{report: report}
	var err, more error
	l.intake, err = intake.NewClient(s.URL+"/intake", intake.WithHTTPClient(s.Client))
	l.assessment, more = assessment.NewClient(s.URL+"/assessment", assessment.WithHTTPClient(s.Client))
	err = errors.Join(err, more)
	l.outreach, more = outreach.NewClient(s.URL+"/outreach", outreach.WithHTTPClient(s.Client))
	err = errors.Join(err, more)
	l.matching, more = matching.NewClient(s.URL+"/matching", matching.WithHTTPClient(s.Client))
	return l, errors.Join(err, more)
}

// teams makes the équipes that are not there: with another identity provider than the embedded one, none is.
func (l *loader) teams(ctx context.Context) error {
	there, err := answer[intake.Teams](l.intake.ListTeams(ctx))
	if err != nil {
		return fmt.Errorf("list the teams: %w", err)
	}
	wanted, _ := teams()
	for _, t := range wanted {
		if slices.ContainsFunc(there.Items, func(h intake.Team) bool { return h.Id == t.Id }) {
			continue
		}
		if _, err := answer[intake.Team](l.intake.PutTeam(ctx, t.Id, intake.TeamUpdate{Code: t.Code, Label: *t.Label})); err != nil {
			return fmt.Errorf("create a team: %w", err)
		}
	}
	return nil
}

func (l *loader) people(ctx context.Context, all []intake.BatchPerson, count *Count) error {
	return inBatches(ctx, l, "people", all, count, func(ctx context.Context, part []intake.BatchPerson) (Count, error) {
		r, err := answer[intake.BatchResult](l.intake.LoadPeople(ctx, intake.PeopleBatch{Demo: ptr(true), People: part}))
		return Count{r.Created, r.Updated}, err
	})
}

func (l *loader) appointments(ctx context.Context, all []intake.BatchAppointment, count *Count) error {
	return inBatches(ctx, l, "appointments", all, count, func(ctx context.Context, part []intake.BatchAppointment) (Count, error) {
		r, err := answer[intake.BatchResult](l.intake.LoadAppointments(ctx, intake.AppointmentBatch{Demo: ptr(true), Items: part}))
		return Count{r.Created, r.Updated}, err
	})
}

// colleagues enters the invented tutors.
func (l *loader) colleagues(ctx context.Context) error {
	for _, c := range colleagues() {
		update := intake.StaffUpdate{Roles: []string{"counsellor"}, Name: &c.name, Team: &c.team}
		if _, err := answer[intake.Principal](l.intake.PutStaff(ctx, c.subject, update)); err != nil {
			return fmt.Errorf("enter a colleague: %w", err)
		}
	}
	return nil
}

func (l *loader) projects(ctx context.Context, all []intake.BatchProject, count *Count) error {
	return inBatches(ctx, l, "projects", all, count, func(ctx context.Context, part []intake.BatchProject) (Count, error) {
		r, err := answer[intake.BatchResult](l.intake.LoadProjects(ctx, intake.ProjectBatch{Demo: ptr(true), Items: part}))
		return Count{r.Created, r.Updated}, err
	})
}

func (l *loader) profiles(ctx context.Context, all []assessment.BatchProfile, count *Count) error {
	return inBatches(ctx, l, "profiles", all, count, func(ctx context.Context, part []assessment.BatchProfile) (Count, error) {
		r, err := answer[assessment.BatchResult](l.assessment.LoadProfiles(ctx, assessment.ProfileBatch{Demo: ptr(true), Items: part}))
		return Count{r.Created, r.Updated}, err
	})
}

func (l *loader) companies(ctx context.Context, all []outreach.BatchCompany, count *Count) error {
	return inBatches(ctx, l, "companies", all, count, func(ctx context.Context, part []outreach.BatchCompany) (Count, error) {
		r, err := answer[outreach.BatchResult](l.outreach.LoadCompanies(ctx, outreach.CompanyBatch{Demo: true, Items: part}))
		return Count{r.Created, r.Updated}, err
	})
}

func (l *loader) openings(ctx context.Context, all []outreach.BatchOpening, count *Count) error {
	return inBatches(ctx, l, "openings", all, count, func(ctx context.Context, part []outreach.BatchOpening) (Count, error) {
		r, err := answer[outreach.BatchResult](l.outreach.LoadOpenings(ctx, outreach.OpeningBatch{Demo: true, Items: part}))
		return Count{r.Created, r.Updated}, err
	})
}

func inBatches[T any](ctx context.Context, l *loader, part string, all []T, count *Count, send func(context.Context, []T) (Count, error)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(together)
	done := 0
	for batch := range slices.Chunk(all, perBatch) {
		g.Go(func() error {
			c, err := patiently(ctx, func(ctx context.Context) (Count, error) { return send(ctx, batch) })
			if err != nil {
				return fmt.Errorf("load %s: %w", part, err)
			}
			l.mu.Lock()
			defer l.mu.Unlock()
			count.Created += c.Created
			count.Updated += c.Updated
			done += len(batch)
			l.done += len(batch)
			if l.report != nil {
				l.report(Progress{part, done, len(all), l.done, l.of})
			}
			return nil
		})
	}
	return g.Wait()
}

// patiently tries again what the service asks to have later. A batch may be sent twice: it replaces itself.
func patiently(ctx context.Context, send func(context.Context) (Count, error)) (Count, error) {
	for try := 1; ; try++ {
		c, err := within(ctx, send)
		var f *fault.Error
		if err == nil || try == tries || !errors.As(err, &f) || (f.Kind != fault.Throttled && f.Kind != fault.Unavailable) {
			return c, err
		}
		wait := time.NewTimer(max(f.RetryAfter, time.Second))
		select {
		case <-ctx.Done():
			wait.Stop()
			return Count{}, ctx.Err()
		case <-wait.C:
		}
	}
}

func within(ctx context.Context, send func(context.Context) (Count, error)) (Count, error) {
	ctx, cancel := context.WithTimeout(ctx, callWithin)
	defer cancel()
	return send(ctx)
}
