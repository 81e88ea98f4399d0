package journey_test

import (
	"encoding/json"
	"testing"
	"time"
)

// Records of the fixture. Owned ones belong to the demo users of equipe-1, to demo-employer and to
// demo-person; the others to somebody else in every respect.
const (
	demoPerson    = "0190a0de-0000-7000-8000-000000000001"
	ownPerson     = "0190a0de-0000-7000-8000-000000000101"
	otherPerson   = "0190a0de-0000-7000-8000-000000000102"
	ownCompany    = "0190a0de-0000-7000-8000-000000000201"
	otherCompany  = "0190a0de-0000-7000-8000-000000000202"
	ownSite       = "0190a0de-0000-7000-8000-000000000301"
	otherSite     = "0190a0de-0000-7000-8000-000000000302"
	ownOpening    = "0190a0de-0000-7000-8000-000000000401"
	otherOpening  = "0190a0de-0000-7000-8000-000000000402"
	ownTeam       = "equipe-1"
	otherTeam     = "equipe-2"
	cookJob       = "celav:o/kitchen-assistant"
	dishesSkill   = "celav:s/store-food"
	partnerTunis  = "demo-partner"
	firstOperator = "demo-operator"
)

// fields is a JSON object.
type fields = map[string]any

// list is a JSON array.
type list = []any

// settle enters staff, people, profiles, companies and openings over the API, as an operator does in a new
// city. With the embedded provider the staff is there already, and entering it again changes nothing.
func (c *city) settle(t *testing.T) {
	t.Helper()
	operator := c.as(t, firstOperator)
	for team, label := range map[string]string{ownTeam: "Rifugiati", otherTeam: "Disoccupazione"} {
		operator.must("PUT", "/intake/v1/teams/"+team, fields{"code": team, "label": label}, nil)
	}
	operator.must("PUT", "/intake/v1/partners/"+partnerTunis, fields{"name": "Partenaire", "country": "TN", "team": ownTeam}, nil)
	operator.must("POST", "/intake/v1/people/batch", fields{"people": list{
		person(demoPerson, ownTeam, "Amina Prova"), person(ownPerson, ownTeam, "Bakary Prova"), person(otherPerson, otherTeam, "Carla Prova"),
	}}, nil)
	for subject, is := range map[string]fields{
		"demo-counsellor-1": {"roles": list{"counsellor"}, "team": ownTeam},
		"demo-counsellor-2": {"roles": list{"counsellor"}, "team": otherTeam},
		"demo-coordinator":  {"roles": list{"coordinator"}},
		"demo-employer":     {"roles": list{"employer"}},
		"demo-partner":      {"roles": list{"partner"}, "partner": partnerTunis},
		"demo-reviewer":     {"roles": list{"reviewer"}},
		"demo-auditor":      {"roles": list{"auditor"}},
		"demo-person":       {"roles": list{"person"}, "person": demoPerson},
	} {
		operator.must("PUT", "/intake/v1/staff/"+subject, is, nil)
	}
	c.settleCohorts(t, operator)
	operator.must("POST", "/outreach/v1/companies/batch", fields{"items": list{
		fields{"id": ownCompany, "name": "Trattoria Prova", "headcount": 9, "sites": list{site(ownSite)}, "members": list{"demo-employer"}},
		fields{"id": otherCompany, "name": "Altra Prova", "headcount": 30, "sites": list{site(otherSite)}},
	}}, nil)
	operator.must("POST", "/outreach/v1/openings/batch", fields{"items": list{
		fields{"id": ownOpening, "companyId": ownCompany, "state": "published", "publishedOn": "2026-04-02", "terms": terms(ownSite)},
		fields{"id": otherOpening, "companyId": otherCompany, "state": "published", "publishedOn": "2026-04-02", "terms": terms(otherSite)},
	}}, nil)
	operator.must("POST", "/assessment/v1/profiles/batch", fields{"items": list{
		profile(demoPerson), profile(ownPerson), profile(otherPerson),
	}}, nil)
	operator.must("POST", "/matching/v1/traineeships/batch", fields{"demo": false, "items": list{
		pastTraineeship(demoPerson, ownTeam, ownCompany, c.today()), pastTraineeship(ownPerson, ownTeam, ownCompany, c.today()),
		pastTraineeship(otherPerson, otherTeam, otherCompany, c.today()),
	}}, nil)
}

// ranking is what a test reads of an answer of matching.
type ranking struct {
	Run                              struct{ Via string }
	Eligible, NotEnoughData, Blocked struct {
		Items []struct {
			Person, Opening string
			Total           *float64
		}
	}
}

func (r ranking) openings() []string {
	var ids []string
	for _, m := range r.Eligible.Items {
		ids = append(ids, m.Opening)
	}
	return ids
}

// awaitMatches waits until the feeds have brought the fixture into the indices.
func (c *city) awaitMatches(t *testing.T) {
	t.Helper()
	counsellor := c.as(t, "demo-counsellor-1")
	eventually(t, 20*time.Second, "the person has a match", func() bool {
		got := counsellor.send("GET", "/matching/v1/people/"+ownPerson+"/matches", nil)
		var r ranking
		return got.status == 200 && json.Unmarshal(got.body, &r) == nil && len(r.openings()) == 2
	})
}

func person(id, team, name string) fields {
	return fields{
		"id": id, "name": name, "team": team, "language": "fr", "waitingSince": "2026-04-01",
		"contact":      fields{"channel": "email", "value": "prova@example.org"},
		"birthDate":    "1995-05-05",
		"documents":    list{fields{"kind": "citizen"}},
		"availability": fields{"from": "2026-11-01", "slots": list{slot(1), slot(2), slot(3), slot(4), slot(5)}},
		"reach":        fields{"area": "duomo", "maxMinutes": 60, "modes": list{"transit"}},
	}
}

func slot(day int) fields { return fields{"day": day, "from": "08:00", "to": "18:00"} }

func site(id string) fields {
	return fields{"id": id, "address": "Via Prova 1", "municipality": "Milano", "region": "lombardy", "lat": 45.47, "lon": 9.19}
}

func terms(at string) fields {
	return fields{
		"siteId": at, "kind": "traineeship", "title": "Aiuto in cucina", "description": "Preparare e lavare.", "language": "it",
		"occupation": cookJob, "isco": "9412", "neededAtStart": list{fields{"skill": dishesSkill, "level": 2, "weight": 2}},
		"seats": 2, "start": "2026-12-01", "hoursWeek": 30, "months": 3, "minimumAge": 18,
	}
}

// profileContent is what is written about what somebody can do.
func profileContent() fields {
	return fields{
		"skills":      list{fields{"skill": dishesSkill, "level": 3, "evidence": "seen", "confirmedOn": "2026-04-01"}},
		"occupations": list{fields{"occupation": cookJob, "held": true, "wanted": true, "months": 12, "informal": false}},
		"languages":   list{fields{"language": "it", "listening": "B1", "reading": "A2", "interaction": "B1", "production": "A2", "writing": "A1"}},
		"licences":    list{}, "learning": list{},
	}
}

func profile(id string) fields {
	p := profileContent()
	p["personId"] = id
	return p
}
