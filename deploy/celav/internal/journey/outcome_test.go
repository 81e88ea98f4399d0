package journey_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What is agreed on a shortlist leads on: a counsellor walks from the match to the traineeship and to the hire, the
// employer is told of each step without a name, and sees of whom they know whether they may work, never why. On embedded
// backends in one process, and on real servers in four.
func TestOutcomesLeadOn(t *testing.T) {
	eachShape(t, outcomeJourney)
}

func outcomeJourney(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	counsellor, employer, person := c.as(t, "demo-counsellor-1"), c.as(t, "demo-employer"), c.as(t, "demo-person")
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	hidden := regexp.MustCompile(`<input type="hidden" name="(key|person|opening|entry|traineeship)" value="([^"]*)"`)
	chosen := regexp.MustCompile(`<option value="([^"]*)"[^>]* selected`)
	for _, agreed := range []struct {
		who, act, page string
		form           url.Values
	}{
		{demoPerson, "agree-traineeship", "/matching/traineeships/new?entry=", url.Values{
			"type": {"ordinary"}, "start": {c.today().AddDays(14).String()}, "months": {"3"}, "hoursWeek": {"30"}, "hostTutor": {"Rita Esempio"}, "allowance": {"500"},
		}},
		{ownPerson, "agree-hire", "/matching/hires/new?entry=", url.Values{
			"kind": {"open-ended"}, "start": {c.today().AddDays(14).String()}, "hoursWeek": {"30"},
		}},
	} {
		id := booked(t, c, agreed.who)
		if agreed.who == demoPerson {
			var seen struct {
				Name string
				Work *struct{ Answer string }
			}
			employer.must("GET", "/matching/v1/host/shortlist/"+id, nil, &seen)
			if seen.Name == "" || seen.Work == nil || seen.Work.Answer != "yes" {
				t.Errorf("the employer sees of a citizen: %+v", seen)
			}
		}
		actOn(t, counsellor, id, fields{"act": agreed.act})
		entry := b.send("GET", "/matching/shortlist/"+id, nil)
		if !strings.Contains(string(entry.body), agreed.page+id) {
			t.Fatalf("%s: the entry does not lead to %s", agreed.act, agreed.page)
		}
		form := b.send("GET", agreed.page+id, nil)
		if form.status != http.StatusOK {
			t.Fatalf("%s: the form answers %d", agreed.act, form.status)
		}
		for _, field := range hidden.FindAllStringSubmatch(string(form.body), -1) {
			agreed.form.Set(field[1], field[2])
		}
		if option := chosen.FindStringSubmatch(string(form.body)); option != nil {
			agreed.form.Set("opening", option[1])
		}
		if agreed.form.Get("person") != agreed.who || agreed.form.Get("opening") != ownOpening {
			t.Fatalf("%s: the form is not filled in: %v", agreed.act, agreed.form)
		}
		path, _, _ := strings.Cut(agreed.page, "?")
		for range 2 { // a double click
			if got := b.send("POST", path, agreed.form); got.status != http.StatusSeeOther {
				t.Fatalf("%s: saving answers %d %.400s", agreed.act, got.status, got.body)
			}
		}
		var after struct{ State, Record string }
		counsellor.must("GET", "/matching/v1/shortlist/"+id, nil, &after)
		if after.State != "placed" || after.Record == "" {
			t.Errorf("%s: the entry is %+v", agreed.act, after)
		}
		if page := string(b.send("GET", "/matching/shortlist/"+id, nil).body); !strings.Contains(page, "/matching/traineeships/"+after.Record) && !strings.Contains(page, "/traineeships\"") {
			t.Errorf("%s: the placed entry does not lead to what came of it", agreed.act)
		}
	}
	var told companyMessages
	eventually(t, 30*time.Second, "the employer is told", func() bool {
		told = companyMessages{}
		employer.must("GET", "/outreach/v1/companies/"+ownCompany+"/messages", nil, &told)
		k := told.kinds()
		return k["shortlist-ready"] == 1 && k["consent-given"] == 1 && k["person-presented"] == 1 && k["interview-booked"] == 2
	})
	for _, m := range told.Items {
		if strings.Contains(m.Body, "Amina") || strings.Contains(m.Body, "Bakary") {
			t.Errorf("a message names a person: %+v", m)
		}
	}
	if k := told.kinds(); k["outcome-asked"] != 0 {
		t.Errorf("the outcome is on record and is asked for: %v", k)
	}
	// The front pages say for whom one waits.
	for user, a := range map[string]*api{"demo-employer": employer, "demo-person": person, "demo-counsellor-1": counsellor} {
		var tasks struct {
			Items []struct{ WaitsFor, URL string }
		}
		a.must("GET", "/matching/v1/tasks", nil, &tasks)
		for _, task := range tasks.Items {
			if task.WaitsFor == "" {
				t.Errorf("a task of %s waits for nobody: %+v", user, task)
			}
		}
	}
}

// booked brings somebody to an interview: the employer asks for the demo person, CeLav presents the other by name.
func booked(t *testing.T, c *city, who string) string {
	t.Helper()
	counsellor, employer := c.as(t, "demo-counsellor-1"), c.as(t, "demo-employer")
	propose := fields{"personId": who, "openingId": ownOpening, "decision": "propose"}
	var e entryAnswer
	if first := counsellor.send("POST", "/matching/v1/shortlist", propose); first.status == http.StatusUnprocessableEntity {
		propose["skipReason"] = "waits-longer" // somebody else stands higher
	}
	counsellor.must("POST", "/matching/v1/shortlist", propose, &e)
	if who == demoPerson {
		actOn(t, employer, e.ID, fields{"act": "ask-release"})
	} else {
		actOn(t, counsellor, e.ID, fields{"act": "present"})
	}
	actOn(t, counsellor, e.ID, fields{"act": "consent", "how": "phone"})
	when := time.Now().Add(72 * time.Hour).UTC().Truncate(time.Minute)
	actOn(t, employer, e.ID, fields{"act": "propose-times", "times": list{when}})
	if who == demoPerson {
		actOn(t, c.as(t, "demo-person"), e.ID, fields{"act": "accept-time", "time": when})
	} else {
		actOn(t, counsellor, e.ID, fields{"act": "accept-time", "time": when})
	}
	return e.ID
}

// actOn does something with an entry at its present version.
func actOn(t *testing.T, who *api, id string, of fields) {
	t.Helper()
	for version := 1; ; version++ {
		got := who.send("POST", "/matching/v1/shortlist/"+id+"/acts", with(of, fields{"version": version}))
		if got.status == http.StatusConflict && version < 20 {
			continue
		}
		if got.status != http.StatusOK {
			t.Fatalf("%v answers %d: %s", of["act"], got.status, got.body)
		}
		return
	}
}
