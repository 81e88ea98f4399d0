package journey_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func (p *path) begin(t *testing.T) {
	first := p.today().AddDays(11)
	var x traineeshipAnswer
	p.counsellor.must("POST", "/matching/v1/traineeships", fields{
		"personId": p.id, "openingId": p.opening, "entryId": p.entry, "type": "ordinary", "start": first, "months": 3, "hoursWeek": 30,
		"hostTutor": "Rita Prova", "allowanceCents": 50000,
	}, &x)
	p.traineeship = x.ID
	for _, paper := range []string{"agreement", "project", "accident", "liability", "declarations", "communication"} {
		p.counsellor.did(x.ID, fields{"act": "paper", "paper": paper, "on": p.today(), "reference": "N-1"})
	}
	p.counsellor.refused(x.ID, fields{"act": "start"}, http.StatusPreconditionFailed) // its day has not come
	p.until(t, first)
	p.signed(t)
	p.counsellor.did(x.ID, fields{"act": "start"})
	var entry entryAnswer
	p.counsellor.must("GET", "/matching/v1/shortlist/"+p.entry, nil, &entry)
	if entry.State != "placed" {
		t.Errorf("the shortlist's entry is %q once the traineeship runs", entry.State)
	}
	eventually(t, 20*time.Second, "a seat of the opening is taken", func() bool {
		var o struct{ Terms struct{ SeatsTaken int } }
		return json.Unmarshal(p.employer.send("GET", "/outreach/v1/openings/"+p.opening, nil).body, &o) == nil && o.Terms.SeatsTaken == 1
	})
}

// stepped waits until a step of the traineeship's open term has acted.
func (p *path) stepped(t *testing.T, kind string) {
	t.Helper()
	eventually(t, 20*time.Second, "the step "+kind, func() bool {
		return slices.ContainsFunc(p.counsellor.traineeship(p.traineeship).Steps, func(s stepAnswer) bool { return s.Kind == kind && s.State == "done" })
	})
}

// letters counts what was written to the person about the traineeship.
func (p *path) letters(t *testing.T) (n int) {
	t.Helper()
	var messages struct{ Items []struct{ Kind string } }
	p.counsellor.must("GET", "/intake/v1/people/"+p.id+"/messages", nil, &messages)
	for _, m := range messages.Items {
		if strings.HasPrefix(m.Kind, "traineeship") {
			n++
		}
	}
	return n
}

func (p *path) renew(t *testing.T) {
	end := p.counsellor.traineeship(p.traineeship).Terms[0].End
	for _, at := range []struct {
		days int
		step string
	}{{45, "evaluation"}, {30, "decision"}, {21, "reminder"}, {15, "escalation"}} {
		before := p.letters(t)
		p.until(t, end.AddDays(-at.days))
		p.signed(t)
		p.stepped(t, at.step)
		if at.step != "decision" { // that is a task of the staff: nobody is written to
			eventually(t, 20*time.Second, fmt.Sprintf("a letter %d days before", at.days), func() bool { return p.letters(t) > before })
		}
	}
	p.counsellor.refused(p.traineeship, fields{"act": "decide", "wish": "renew", "reason": "goals-open"}, http.StatusPreconditionFailed)
	for _, party := range []*api{p.person, p.employer, p.counsellor} {
		party.did(p.traineeship, fields{"act": "answer", "wish": "renew"})
	}
	p.counsellor.did(p.traineeship, fields{"act": "decide", "wish": "renew", "reason": "goals-open"})
	p.counsellor.refused(p.traineeship, fields{"act": "decide", "wish": "end", "reason": "goals-reached"}, http.StatusConflict)
	p.until(t, end.AddDays(1))
	p.signed(t)
	eventually(t, 20*time.Second, "the second term is open", func() bool {
		x := p.counsellor.traineeship(p.traineeship)
		return len(x.Terms) == 2 && x.Terms[0].Outcome == "renewed" && x.Terms[1].State == "open"
	})
}

func (p *path) hire(t *testing.T) {
	end := p.counsellor.traineeship(p.traineeship).Terms[1].End
	p.until(t, end.AddDays(-20))
	p.signed(t)
	for _, party := range []*api{p.person, p.employer, p.counsellor} {
		party.did(p.traineeship, fields{"act": "answer", "wish": "renew"})
	}
	for _, a := range []*api{p.counsellor, p.coordinator} { // six months are the law's: nobody passes over them
		a.refused(p.traineeship, fields{"act": "decide", "wish": "renew", "reason": "goals-open", "override": "Ancora tre mesi."}, http.StatusPreconditionFailed)
	}
	p.employer.did(p.traineeship, fields{"act": "answer", "wish": "hire"})
	p.counsellor.did(p.traineeship, fields{"act": "decide", "wish": "hire", "reason": "offered-by-host"})
	p.until(t, end.AddDays(1))
	p.signed(t)
	eventually(t, 20*time.Second, "the traineeship has ended in a contract", func() bool {
		x := p.counsellor.traineeship(p.traineeship)
		return x.State == "ended" && x.Outcome == "converted"
	})
	p.counsellor.must("POST", "/matching/v1/hires", fields{
		"personId": p.id, "traineeshipId": p.traineeship, "kind": "open-ended", "start": end.AddDays(1), "hoursWeek": 40,
	}, nil)
	eventually(t, 20*time.Second, "the seat is free again", func() bool {
		var o struct{ Terms struct{ SeatsTaken int } }
		return json.Unmarshal(p.employer.send("GET", "/outreach/v1/openings/"+p.opening, nil).body, &o) == nil && o.Terms.SeatsTaken == 0
	})
}

// sees opens the person's own pages: what happened stands there, what is for the staff alone does not.
func (p *path) sees(t *testing.T) {
	b := p.browser(t)
	b.signIn("demo-person")
	for at, texts := range map[string][]string{
		"/intake/people/" + p.id:                      {"Moussa"},
		"/intake/people/" + p.id + "/appointments":    {"Sportello 1"},
		"/intake/people/" + p.id + "/project":         {"Lavorare in una cucina", "Portare il diploma"},
		"/intake/people/" + p.id + "/messages":        {"stage"}, // the person reads French
		"/assessment/people/" + p.id:                  {},
		"/matching/people/" + p.id + "/proposals":     {"Osteria del Percorso"},
		"/matching/people/" + p.id + "/traineeships":  {p.traineeship},
		"/matching/traineeships/" + p.traineeship:     {},
		"/intake/people/" + p.id + "/work-access":     {"WA-"},
		"/intake/people/" + p.id + "/needs":           {},
		"/matching/people/" + p.id + "/openings/none": nil,
	} {
		page := b.send("GET", at, nil)
		if texts == nil {
			if page.status == http.StatusOK {
				t.Errorf("%s is not for the person", at)
			}
			continue
		}
		if page.status != http.StatusOK {
			t.Errorf("%s answers %d", at, page.status)
		}
		for _, text := range texts {
			if !strings.Contains(string(page.body), text) {
				t.Errorf("%s does not say %q", at, text)
			}
		}
	}
}

// recorded reads the four services' records about the person, as an auditor does: each step stands there, with who did it.
func (p *path) recorded(t *testing.T) {
	auditor := p.as(t, "demo-auditor")
	var got []string
	for _, service := range []string{"intake", "assessment", "matching", "outreach"} {
		for cursor, page := "", 0; page < 20; page++ {
			var entries struct {
				Items []struct{ Subject, Action string }
				Next  string
			}
			auditor.must("GET", "/"+service+"/v1/audit?limit=100&person="+p.id+"&cursor="+cursor, nil, &entries)
			for _, e := range entries.Items {
				got = append(got, strings.TrimSpace(e.Action+" "+e.Subject))
			}
			if cursor = entries.Next; cursor == "" {
				break
			}
		}
	}
	const counsellor, host, own = "demo-counsellor-1", "demo-reviewer", "demo-person"
	for _, want := range []string{
		"person.create " + counsellor, "person.assign demo-coordinator", "appointment.write " + counsellor, "work-access.write " + counsellor,
		"need.write " + counsellor, "profile.write " + counsellor, "project.write " + counsellor, "project.move " + own, "match.person demo-coordinator",
		"shortlist.write " + counsellor, "shortlist.act " + host, "shortlist.act " + own, "shortlist.host " + host, "shortlist.act " + counsellor,
		"traineeship.write " + counsellor, "traineeship.answer " + own, "traineeship.answer " + host, "traineeship.clock", "hire.create " + counsellor, "message.send",
	} {
		if !slices.ContainsFunc(got, func(have string) bool { return strings.HasPrefix(have, want) }) {
			t.Errorf("nothing on record begins with %q", want)
		}
	}
	if t.Failed() {
		slices.Sort(got)
		t.Logf("on record:\n%s", strings.Join(slices.Compact(got), "\n"))
	}
}
