package journey_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/identity"
)

// receive walks from the desk to a tutor, an appointment and its reminder.
func (c *city) receive(t *testing.T) {
	b, counsellor, lead := c.browser(t), c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator")
	b.signIn("demo-counsellor-1")
	name := "Samira " + uuid.NewString()[:8]
	form := url.Values{
		"name": {name}, "contact.channel": {"phone"}, "contact.value": {"+39 02 " + digitsOf(uuid.NewString())}, "language": {"ar"}, "key": {uuid.NewString()},
	}
	if got := b.send("POST", "/intake/people/new", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), `#unemployed`) {
		t.Errorf("without the two answers a first meeting is %d", got.status)
	}
	form.Set("unemployed", "yes")
	form.Set("inMilan", "yes")
	made := b.send("POST", "/intake/people/new", form)
	id := personPath.FindStringSubmatch(made.header.Get("Location"))
	if id == nil {
		t.Fatalf("the first meeting answers %d: %.300s", made.status, made.body)
	}
	file := "/intake/v1/people/" + id[1]
	lead.must("PUT", file+"/tutor", fields{"version": 1, "team": ownTeam, "tutor": "demo-counsellor-1"}, nil)
	counsellor.must("PUT", file+"/case", fields{"version": 2, "level": "guidance", "declared": fields{"unemployed": "yes", "inMilan": "yes"}}, nil)
	if got := lead.send("PUT", file+"/tutor", fields{"version": 3, "team": otherTeam, "tutor": "demo-counsellor-1"}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a tutor of another team: %d", got.status)
	}
	terms := fields{"startsAt": time.Now().AddDate(0, 0, 20).UTC().Format(time.RFC3339), "minutes": 45, "place": "Sportello 1", "kind": "assessment", "with": "demo-counsellor-1"}
	var given struct {
		ID      string
		Version int
		State   string
	}
	counsellor.must("POST", file+"/appointments", terms, &given)
	counsellor.must("PUT", file+"/appointments/"+given.ID, with(terms, fields{"version": given.Version, "place": "Stanza 4"}), &given)
	if got := counsellor.send("PUT", file+"/appointments/"+given.ID, with(terms, fields{"version": 1})); got.status != http.StatusConflict {
		t.Errorf("a change from an old version: %d", got.status)
	}
	if got := counsellor.send("POST", file+"/appointments/"+given.ID+"/state", fields{"version": given.Version, "state": "missed"}); got.status != http.StatusPreconditionFailed && got.status != http.StatusConflict {
		t.Errorf("a no-show before the time: %d", got.status)
	}
	var messages struct {
		Items []struct{ Kind, Language, Channel, State, Body string }
	}
	counsellor.must("GET", file+"/messages", nil, &messages)
	kinds := map[string]int{}
	for _, m := range messages.Items {
		kinds[m.Kind]++
		if m.Language != "ar" || m.Channel != "sms" || strings.Contains(m.Body, name) || !strings.Contains(m.Body, "Stanza 4") {
			t.Errorf("a message is %+v", m)
		}
	}
	if kinds["appointment-reminder"] != 1 || kinds["appointment-moved"] != 1 {
		t.Errorf("messages: %v, want one reminder of the new terms and one of the move", kinds)
	}
	counsellor.must("POST", file+"/appointments/"+given.ID+"/state", fields{"version": given.Version, "state": "cancelled"}, nil)
	if page := b.send("GET", "/intake/people/"+id[1]+"/appointments", nil); page.status != http.StatusOK || !strings.Contains(string(page.body), "Stanza 4") {
		t.Errorf("the page of the appointments: %d", page.status)
	}
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune { return '0' + r%10 }, s[:8])
}

// elsewhere: who has a job is referred, and nobody proposes them.
func (c *city) elsewhere(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	var made struct{ ID, State string }
	counsellor.must("POST", "/intake/v1/people", fields{
		"name": "Lavora " + uuid.NewString()[:8], "contact": fields{"channel": "other", "value": "allo sportello"}, "language": "it", "team": ownTeam,
		"declared": fields{"unemployed": "no", "inMilan": "yes"},
	}, &made)
	var is struct{ Elsewhere bool }
	counsellor.must("GET", "/intake/v1/people/"+made.ID+"/case", nil, &is)
	if made.State != "closed" || !is.Elsewhere {
		t.Errorf("who has a job is %+v, %+v", made, is)
	}
}

// mergeAndUndo makes one of two files, follows it into the matches, and takes them apart again.
func (c *city) mergeAndUndo(t *testing.T) {
	operator, counsellor := c.as(t, firstOperator), c.as(t, "demo-counsellor-1")
	kept, other := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String()
	operator.must("POST", "/intake/v1/people/batch", fields{"people": list{person(kept, ownTeam, "Doppia Uno"), person(other, ownTeam, "Doppia Due")}}, nil)
	operator.must("POST", "/assessment/v1/profiles/batch", fields{"items": list{profile(kept), profile(other)}}, nil)
	matches := func(id string) int {
		var r struct {
			Eligible struct{ Items []json.RawMessage }
		}
		got := counsellor.send("GET", "/matching/v1/people/"+id+"/matches", nil)
		if got.status != http.StatusOK || json.Unmarshal(got.body, &r) != nil {
			return -1
		}
		return len(r.Eligible.Items)
	}
	eventually(t, 20*time.Second, "both have matches", func() bool { return matches(kept) > 0 && matches(other) > 0 })
	var m struct{ ID string }
	counsellor.must("POST", "/intake/v1/people/"+kept+"/merge", fields{"other": other, "version": 1, "otherVersion": 1, "take": list{"name"}}, &m)
	var read struct{ ID, Name string }
	counsellor.must("GET", "/intake/v1/people/"+other, nil, &read)
	if read.ID != kept || read.Name != "Doppia Due" {
		t.Errorf("the merged file reads as %+v", read)
	}
	eventually(t, 20*time.Second, "the merged file leaves the matches", func() bool { return matches(other) <= 0 })
	if got := counsellor.send("PUT", "/intake/v1/people/"+other, fields{
		"version": 2, "name": "Altra", "contact": fields{"channel": "other", "value": "x"}, "language": "it", "state": "active",
	}); got.status != http.StatusConflict {
		t.Errorf("a write to the merged file: %d", got.status)
	}
	counsellor.must("POST", "/intake/v1/merges/"+m.ID+"/undo", nil, nil)
	counsellor.must("GET", "/intake/v1/people/"+kept, nil, &read)
	if read.Name != "Doppia Uno" {
		t.Errorf("the kept file is %+v after the undo", read)
	}
	counsellor.must("GET", "/intake/v1/people/"+other, nil, &read)
	if read.ID != other || read.Name != "Doppia Due" {
		t.Errorf("the other file is %+v after the undo", read)
	}
	eventually(t, 20*time.Second, "the other file is matched again", func() bool { return matches(other) > 0 })
}

// written: another service writes to a person once, however often it asks.
func (c *city) written(t *testing.T) {
	service := c.asService(t, "matching", "intake", identity.AsService("matching"))
	id := uuid.NewString()
	for range 2 {
		service.must("POST", "/intake/v1/messages", fields{"id": id, "personId": demoPerson, "kind": "test", "texts": fields{
			"fr": fields{"subject": "Une nouvelle", "body": "Une chose vous attend."}, "it": fields{"subject": "Una novità", "body": "C'è una cosa."},
		}}, nil)
	}
	var messages struct {
		Items []struct{ ID, Language, Body string }
	}
	c.as(t, "demo-counsellor-1").must("GET", "/intake/v1/people/"+demoPerson+"/messages", nil, &messages)
	n := 0
	for _, m := range messages.Items {
		if m.ID == id {
			n++
			if m.Language != "fr" || !strings.Contains(m.Body, ownTeam) {
				t.Errorf("it is %+v, want French with whom to answer", m)
			}
		}
	}
	if n != 1 {
		t.Errorf("the message is there %d times", n)
	}
}
