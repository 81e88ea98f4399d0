package journey_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// The papers of a traineeship from the first version to the start: made of the real records, signed by the three parties,
// by a personal link without an account, and signed anew once a fact has changed; the start waits for every signature.
func TestPapers(t *testing.T) {
	eachShape(t, papersJourney)
}

type paperAnswer struct {
	ID, Kind, Hash, Document string
	Number                   int
	Newest, Stale            bool
	Missing, Changed         []string
}

func papersJourney(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	counsellor, employer, person := c.as(t, "demo-counsellor-1"), c.as(t, "demo-employer"), c.as(t, "demo-person")
	today := c.today()
	var x traineeshipAnswer
	counsellor.must("POST", "/matching/v1/traineeships", fields{
		"personId": demoPerson, "openingId": ownOpening, "type": "ordinary", "start": today, "months": 3, "hoursWeek": 30, "hostTutor": "Zqxtutor Prova",
		"allowanceCents": 50000,
	}, &x)
	at := "/matching/v1/traineeships/" + x.ID + "/papers"
	prepare := func(kind string) (v paperAnswer) {
		t.Helper()
		counsellor.must("POST", at, fields{"kind": kind}, &v)
		return v
	}
	sign := func(a *api, v paperAnswer, hash string, status int) {
		t.Helper()
		if got := a.send("PUT", at+"/"+v.ID+"/signature", fields{"hash": hash, "signer": "Zqxfirma Prova", "agreed": true}); got.status != status {
			t.Errorf("a signature on the %s: %d %s, want %d", v.Kind, got.status, got.body, status)
		}
	}
	state := func(want string) {
		t.Helper()
		if got := counsellor.traineeship(x.ID); got.State != want {
			t.Errorf("the traineeship is %s, want %s: %+v", got.State, want, got.Checklist)
		}
	}
	if got := counsellor.send("POST", at, fields{"kind": "project"}); got.status != http.StatusPreconditionFailed {
		t.Errorf("a project without the insurances' numbers: %d %s", got.status, got.body)
	}
	for _, paper := range []string{"accident", "liability", "declarations"} {
		counsellor.did(x.ID, fields{"act": "paper", "paper": paper, "on": today, "reference": "N-1"})
	}
	counsellor.did(x.ID, fields{"act": "paper", "paper": "communication", "on": today.AddDays(-1), "reference": "C-1"})
	agreement, project := prepare("agreement"), prepare("project")
	if again := prepare("project"); again.ID != project.ID || project.Number != 1 || len(project.Missing) != 3 {
		t.Errorf("the same facts made another version: %+v, %+v", project, again)
	}
	counsellor.must("GET", at+"/"+project.ID, nil, &project)
	for _, told := range []string{"Progetto formativo individuale", "Zqxtutor Prova", "Trattoria Prova", "N-1", "non è ancora stato verificato"} {
		if !strings.Contains(project.Document, told) {
			t.Errorf("the project does not tell %q: %.600s", told, project.Document)
		}
	}
	counsellor.refused(x.ID, fields{"act": "start"}, http.StatusPreconditionFailed)
	sign(employer, agreement, project.Hash, http.StatusConflict)
	sign(person, agreement, agreement.Hash, http.StatusForbidden)
	for _, a := range []*api{employer, counsellor, employer} { // the same again changes nothing
		sign(a, agreement, agreement.Hash, http.StatusNoContent)
	}
	sign(counsellor, project, project.Hash, http.StatusNoContent)
	sign(employer, project, project.Hash, http.StatusNoContent)
	state("papers")
	path := c.signByLink(t, counsellor, at, project)
	state("ready")

	// A fact changes: what was signed does not count for it, and the link to the old version opens nothing.
	counsellor.did(x.ID, fields{"act": "paper", "paper": "liability", "on": today, "reference": "N-2"})
	state("papers")
	second := prepare("project")
	counsellor.must("GET", at+"/"+second.ID, nil, &second)
	if second.Number != 2 || len(second.Missing) != 3 || !slices.Contains(second.Changed, "money.liability") {
		t.Errorf("the second version: %+v", second)
	}
	sign(employer, project, project.Hash, http.StatusNoContent) // it has signed the first; nothing is added
	late := c.browser(t)
	late.send("GET", path, nil)
	if got := late.send("GET", "/matching/sign", nil); got.status != http.StatusNotFound || strings.Contains(string(got.body), "Zqxtutor") {
		t.Errorf("the link to the first version: %d %.300s", got.status, got.body)
	}
	agreement = prepare("agreement")
	for _, a := range []*api{employer, counsellor} {
		sign(a, agreement, agreement.Hash, http.StatusNoContent)
	}
	for _, a := range []*api{employer, counsellor, person} {
		sign(a, second, second.Hash, http.StatusNoContent)
	}
	counsellor.did(x.ID, fields{"act": "start"})
	if got := c.as(t, "demo-counsellor-2").send("GET", at, nil); got.status != http.StatusForbidden {
		t.Errorf("another team reads the papers: %d", got.status)
	}
	var list struct{ Items []paperAnswer }
	person.must("GET", at, nil, &list)
	if len(list.Items) != 4 {
		t.Errorf("the person sees %d versions", len(list.Items))
	}
	c.sentLink(t, counsellor, at, x.ID)
}

// signByLink lets the trainee sign without an account, and returns the link's path.
func (c *city) signByLink(t *testing.T, counsellor *api, at string, v paperAnswer) string {
	t.Helper()
	var link struct{ Path string }
	counsellor.must("PUT", at+"/"+v.ID+"/links/trainee", fields{"send": false}, &link)
	nobody := c.browser(t)
	if got := nobody.send("GET", link.Path, nil); got.status != http.StatusSeeOther || strings.Contains(got.header.Get("Location"), link.Path) {
		t.Fatalf("a link to sign by: %d %s", got.status, got.header.Get("Location"))
	}
	if got := nobody.send("GET", "/matching/sign", nil); got.status != http.StatusOK || !strings.Contains(string(got.body), "Progetto formativo individuale") {
		t.Fatalf("the paper by the link: %d %.300s", got.status, got.body)
	}
	form := url.Values{"hash": {v.Hash}, "signer": {"Zqxfirma Prova"}}
	if got := nobody.send("POST", "/matching/sign", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), "Zqxfirma Prova") {
		t.Errorf("signed without consent: %d", got.status)
	}
	form.Set("agreed", "true")
	for range 2 { // a double click
		if got := nobody.send("POST", "/matching/sign", form); got.status != http.StatusSeeOther {
			t.Fatalf("signed by the link: %d %.300s", got.status, got.body)
		}
	}
	if got := nobody.send("GET", "/matching/traineeships/"+strings.Split(at, "/")[4]+"/papers", nil); got.status != http.StatusSeeOther {
		t.Errorf("the link opens more than its paper: %d", got.status)
	}
	return link.Path
}

// sentLink sends a link for an attestation's host: the message is there, the key in it is not to be read.
func (c *city) sentLink(t *testing.T, counsellor *api, at, id string) {
	t.Helper()
	counsellor.did(id, fields{"act": "end-early", "on": c.today(), "reason": "hired"})
	var dossier, link struct{ ID, Path string }
	counsellor.must("POST", at, fields{"kind": "dossier"}, &dossier)
	counsellor.must("PUT", at+"/"+dossier.ID+"/links/host", fields{"send": true}, &link)
	if link.Path != "" {
		t.Error("a link that was sent is told")
	}
	eventually(t, 20*time.Second, "the host is written to", func() bool {
		got := counsellor.send("GET", "/outreach/v1/companies/"+ownCompany+"/messages", nil)
		if strings.Contains(string(got.body), "/matching/sign/") {
			t.Error("the key stands in the message for everybody to read")
		}
		return got.status == http.StatusOK && strings.Contains(string(got.body), "paper-to-sign")
	})
}
