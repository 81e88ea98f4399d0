package journey_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// TestPath follows one person over seven months, from the first meeting to a contract, under a clock that the journey
// moves on: in one process on embedded backends, and in four on real servers.
func TestPath(t *testing.T) {
	const months = -215 * 24 * time.Hour // the path takes some 205 days, and so ends before today
	t.Parallel()
	t.Run("together", func(t *testing.T) {
		t.Parallel()
		wholePath(t, togetherAt(t, clockAt(t, months), nil))
	})
	t.Run("apart", func(t *testing.T) {
		t.Parallel()
		wholePath(t, apartAt(t, clockAt(t, months)))
	})
}

// path is what the steps of one person's path hand on to each other.
type path struct {
	*city
	counsellor, coordinator, employer, person *api
	id, company, opening, entry, traineeship  string
}

func wholePath(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	p := &path{city: c}
	for _, step := range []struct {
		name string
		do   func(*testing.T)
	}{
		{"first meeting, tutor, appointment", p.meet},
		{"assessment and profile", p.assessed},
		{"personal project, agreed", p.plan},
		{"a company registers and posts an opening", p.post},
		{"match, shortlist, release with consent, interview", p.shortlist},
		{"traineeship: papers, start", p.begin},
		{"asked for a renewal, renewed once", p.renew},
		{"a second renewal is refused, the host hires", p.hire},
		{"what the person sees", p.sees},
		{"the record names each step", p.recorded},
	} {
		if !t.Run(step.name, func(t *testing.T) { p.signed(t); step.do(t) }) {
			t.FailNow() // what follows builds on it
		}
	}
}

// signed makes the users anew: their tokens are short-lived, and days have passed.
func (p *path) signed(t *testing.T) {
	t.Helper()
	p.counsellor, p.coordinator, p.employer, p.person = p.as(t, "demo-counsellor-1"), p.as(t, "demo-coordinator"), p.as(t, "demo-reviewer"), p.as(t, "demo-person")
}

func (p *path) meet(t *testing.T) {
	b := p.browser(t)
	b.signIn("demo-counsellor-1")
	p.id = b.firstMeeting("Moussa " + uuid.NewString()[:8])
	file := "/intake/v1/people/" + p.id
	p.coordinator.must("PUT", file+"/tutor", fields{"version": 1, "team": ownTeam, "tutor": "demo-counsellor-1"}, nil)
	p.as(t, firstOperator).must("PUT", "/intake/v1/staff/demo-person", fields{"roles": list{"person"}, "person": p.id}, nil)
	var given struct {
		ID      string
		Version int
	}
	when := time.Date(p.today().Year, p.today().Month, p.today().Day+4, 9, 0, 0, 0, time.UTC)
	p.counsellor.must("POST", file+"/appointments", fields{
		"startsAt": when.Format(time.RFC3339), "minutes": 45, "place": "Sportello 1", "kind": "assessment", "with": "demo-counsellor-1",
	}, &given)
	p.until(t, p.today().AddDays(4))
	p.signed(t)
	p.counsellor.must("POST", file+"/appointments/"+given.ID+"/state", fields{"version": given.Version, "state": "held"}, nil)
}

func (p *path) assessed(t *testing.T) {
	file := "/intake/v1/people/" + p.id
	p.assess(t, p.id, p.today().String(), fields{"kind": "refugee", "number": "I0000000", "issuedOn": p.today().AddDays(-100), "expiresOn": p.today().AddDays(1500)})
	p.counsellor.must("POST", file+"/needs", fields{"code": "housing"}, nil)
	p.counsellor.must("PUT", "/assessment/v1/profiles/"+p.id, with(profileContent(), fields{"version": 0}), nil)
	var view struct{ Answer string }
	p.counsellor.must("GET", file+"/employer-view?kind=contract", nil, &view)
	if view.Answer != "yes" {
		t.Errorf("who has a refugee's permit may work: %+v", view)
	}
}

func (p *path) plan(t *testing.T) {
	at, today := "/intake/v1/people/"+p.id+"/project", p.today()
	var project projectState
	p.counsellor.must("PUT", at, fields{"version": 0, "goal": "Lavorare in una cucina", "learn": "Italiano B1"}, &project)
	p.counsellor.must("POST", at+"/actions", fields{"version": project.Version, "by": "celav", "what": "Cercare un ristorante", "due": today.AddDays(10)}, &project)
	p.counsellor.must("POST", at+"/actions", fields{"version": project.Version, "by": "person", "what": "Portare il diploma", "due": today.AddDays(7)}, &project)
	p.counsellor.must("PUT", at+"/agreement", fields{"version": project.Version, "agreedOn": today}, &project)
	p.person.must("PUT", at+"/actions/"+project.Actions[1].ID+"/state", fields{"version": project.Version, "state": "done"}, &project)
	if !project.Agreed || project.Actions[1].State != "done" {
		t.Errorf("the project: %+v", project)
	}
}

func (p *path) post(t *testing.T) {
	b := p.browser(t)
	b.signIn("demo-reviewer")
	company := b.register("Osteria del Percorso")
	p.company = company.ID
	p.counsellor.must("POST", "/outreach/v1/companies/"+company.ID+"/confirm", fields{"version": company.Version}, nil)
	var opening struct {
		ID      string
		Version int64
	}
	wanted := with(terms(company.Sites[0].ID), fields{"start": p.today().AddDays(14)})
	p.employer.must("POST", "/outreach/v1/openings", fields{"companyId": company.ID, "terms": wanted}, &opening)
	p.employer.must("POST", "/outreach/v1/openings/"+opening.ID+"/state", fields{"version": opening.Version, "state": "published"}, nil)
	p.opening = opening.ID
	eventually(t, 20*time.Second, "the opening is in the person's matches", func() bool {
		return slices.Contains(p.matches(t, p.id, "").openings(), p.opening)
	})
}

func (p *path) shortlist(t *testing.T) {
	e := p.counsellor.propose(fields{"personId": p.id, "openingId": p.opening, "decision": "propose"})
	p.entry = e.ID
	host := func() (seen entryAnswer) {
		p.employer.must("GET", "/matching/v1/host/shortlist/"+p.entry, nil, &seen)
		return seen
	}
	if blind := host(); blind.Name != "" || blind.Code == "" {
		t.Errorf("before consent the employer sees %+v", blind)
	}
	p.employer.onEntry(p.entry, http.StatusOK, fields{"act": "ask-release"})
	p.person.onEntry(p.entry, http.StatusOK, fields{"act": "consent", "contact": "moussa@example.org"})
	if named := host(); !strings.HasPrefix(named.Name, "Moussa") || named.Contact != "moussa@example.org" {
		t.Errorf("with consent the employer sees %+v", named)
	}
	when := p.clock.now().Add(48 * time.Hour).UTC().Truncate(time.Minute)
	p.employer.onEntry(p.entry, http.StatusOK, fields{"act": "propose-times", "times": list{when}})
	p.person.onEntry(p.entry, http.StatusOK, fields{"act": "accept-time", "time": when})
	p.until(t, p.today().AddDays(3))
	p.signed(t)
	p.employer.onEntry(p.entry, http.StatusOK, fields{"act": "agree-traineeship"})
	p.counsellor.onEntry(p.entry, http.StatusOK, fields{"act": "agree-traineeship"})
}
