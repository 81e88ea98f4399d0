package journey_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// trainees are n people as a partner writes them; those of a journey have references of their own.
func trainees(n int) []map[string]string {
	var rows []map[string]string
	for i := range n {
		rows = append(rows, map[string]string{
			"ref": fmt.Sprintf("M-%02d", i+1), "lastName": "Prova", "firstName": fmt.Sprintf("Stagiaire %02d", i+1), "birthDate": fmt.Sprintf("%02d/05/1999", i%28+1),
			"country": "Tunisie", "inItaly": "non", "phone": fmt.Sprintf("+216 20 000 %03d", i), "language": "français", "title": "BTS hôtellerie",
			"titleLevel": "technicien supérieur", "titleDate": "30/06/2026", "wanted": "cuisinier", "skills": "préparer des plats", "italian": "A2", "consent": "oui",
		})
	}
	return rows
}

// traineeFile is a file of 20 trainees in French, two of them with a fault.
func traineeFile(tag string) []byte {
	keys := []string{"ref", "lastName", "firstName", "birthDate", "country", "inItaly", "phone", "language", "title", "titleLevel", "titleDate", "wanted", "skills", "italian", "consent"}
	var b bytes.Buffer
	b.WriteString("Référence;Nom;Prénom;Date de naissance;Pays de résidence;Déjà en Italie;Téléphone;Langue pour lui écrire;Diplôme;Niveau du diplôme;Date du diplôme;Métiers souhaités;Compétences;Italien;Information acceptée\r\n")
	for i, row := range trainees(20) {
		row["ref"] = tag + row["ref"]
		row["lastName"] = tag
		if i == 4 {
			row["birthDate"] = "31/02/1999"
		}
		if i == 9 {
			row["country"] = "Atlantide"
		}
		var cells []string
		for _, k := range keys {
			cells = append(cells, row[k])
		}
		b.WriteString(strings.Join(cells, ";") + "\r\n")
	}
	return b.Bytes()
}

// sendFile posts a form with a file.
func (b *browser) sendFile(path string, data []byte, values url.Values) answer {
	b.t.Helper()
	var content bytes.Buffer
	w := multipart.NewWriter(&content)
	for name := range values {
		if err := w.WriteField(name, values.Get(name)); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", "stagiaires.csv")
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.city.url+path, &content)
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Content-Type", w.FormDataContentType())
	request.Header.Set("Accept-Language", "fr")
	return do(b.t, b.http, request)
}

type fullCohort struct {
	Cohort struct {
		ID, State string
		Version   int64
		Counts    struct{ Rows, Create, Same, Error, Accepted int }
	}
	Rows []struct {
		ID, Result, PersonID, NextPaper string
		Version                         int64
		Cells                           map[string]string
		Findings                        []struct {
			Column, Code string
			Warning      bool
		}
	}
}

// fromFileToMatch is a partner's way: a file of 20 with two faults, mended in place, sent again without harm, submitted;
// the City accepts, and who was accepted meets the openings that welcome them.
func (c *city) fromFileToMatch(t *testing.T) {
	b, partner, city := c.browser(t), c.as(t, "demo-partner"), c.as(t, "demo-counsellor-1")
	b.signIn("demo-partner")
	tag := fmt.Sprintf("J%d", time.Now().UnixNano()%100000)
	data := traineeFile(tag)
	made := b.sendFile("/intake/cohorts/new", data, url.Values{"title": {"Promotion " + tag}, "key": {tag}})
	at := made.header.Get("Location")
	if made.status != http.StatusSeeOther || !strings.HasPrefix(at, "/intake/cohorts/") {
		t.Fatalf("the upload answers %d to %q: %.600s", made.status, at, made.body)
	}
	id := strings.TrimPrefix(at, "/intake/cohorts/")
	if again := b.sendFile("/intake/cohorts/new", data, url.Values{"title": {"Promotion " + tag}, "key": {tag}}); again.header.Get("Location") != at {
		t.Errorf("a double click leads to %q, not %q", again.header.Get("Location"), at)
	}
	var full fullCohort
	read := func(as *api) { as.must("GET", "/intake/v1/cohorts/"+id, nil, &full) }
	read(partner)
	if n := full.Cohort.Counts; n.Rows != 20 || n.Error != 2 {
		t.Fatalf("%+v", n)
	}
	page := string(b.send("GET", at+"?lang=fr", nil).body)
	if !strings.Contains(page, "31/05/1998") { // what to write
		t.Errorf("the page does not say what to write: %.2000s", page)
	}
	if got := b.send("POST", at+"/submit", url.Values{"version": {fmt.Sprint(full.Cohort.Version)}}); got.status != http.StatusPreconditionFailed {
		t.Errorf("submitting with faults answers %d", got.status)
	}
	for i, mended := range map[int]url.Values{4: {"birthDate": {"28/02/1999"}}, 9: {"country": {"TN"}}} {
		row := full.Rows[i]
		form := url.Values{"version": {fmt.Sprint(row.Version)}}
		for k, v := range row.Cells {
			form.Set(k, v)
		}
		if got := b.send("POST", at+"/rows/"+row.ID, form); got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), row.Cells["ref"]) {
			t.Errorf("a fault that stays answers %d, or what was typed is lost", got.status)
		}
		for k := range mended {
			form.Set(k, mended.Get(k))
		}
		if got := b.send("POST", at+"/rows/"+row.ID, form); got.status != http.StatusSeeOther {
			t.Fatalf("mending answers %d: %.600s", got.status, got.body)
		}
	}
	if got := b.sendFile(at+"/file", data, nil); got.status != http.StatusSeeOther {
		t.Fatalf("the same file again answers %d", got.status)
	}
	if read(partner); full.Cohort.Counts.Same != 20 || full.Cohort.Counts.Rows != 20 || full.Cohort.Counts.Error != 0 {
		t.Fatalf("the same file again: %+v", full.Cohort.Counts)
	}
	if got := city.send("GET", "/intake/v1/cohorts/"+id, nil); got.status != http.StatusForbidden {
		t.Errorf("the City reads a draft: %d", got.status)
	}
	if got := b.send("POST", at+"/submit", url.Values{"version": {fmt.Sprint(full.Cohort.Version)}}); got.status != http.StatusSeeOther {
		t.Fatalf("submitting answers %d: %.600s", got.status, got.body)
	}
	if got := b.sendFile(at+"/file", data, nil); got.status != http.StatusPreconditionFailed {
		t.Errorf("a file after submitting answers %d", got.status)
	}
	read(city)
	city.must("POST", "/intake/v1/cohorts/"+id+"/decide", fields{"version": full.Cohort.Version, "decision": "sent-back", "reason": "Il manque le diplôme", "rows": list{full.Rows[0].ID}}, &full)
	city.must("POST", "/intake/v1/cohorts/"+id+"/decide", fields{"version": full.Cohort.Version, "decision": "accepted"}, &full)
	if full.Cohort.State != "returned" || full.Cohort.Counts.Accepted != 19 || full.Rows[1].NextPaper != "project" {
		t.Fatalf("%+v", full.Cohort)
	}
	c.accepted(t, full.Rows[1].PersonID)
	c.askedAfterwards(t, b, id, full.Rows[1].ID, full.Rows[1].PersonID)
}

// askedAfterwards: what the partner can no longer change it asks for, the City answers with a reason, both read the record,
// and what was accepted is in the file. The 48 hours of the declaration of hospitality run from the arrival.
func (c *city) askedAfterwards(t *testing.T, partner *browser, cohort, row, person string) {
	city := c.as(t, "demo-counsellor-1")
	at := "/intake/cohorts/" + cohort
	if got := partner.send("POST", at+"/rows/"+row+"/requests", url.Values{"column": {"birthDate"}, "value": {"31/02/1999"}, "why": {"Erreur"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), "31/02/1999") {
		t.Errorf("a wrong date answers %d, or what was typed is lost", got.status)
	}
	for column, value := range map[string]string{"from": "15/01/2027", "phone": "+216 20 555 555"} {
		if got := partner.send("POST", at+"/rows/"+row+"/requests", url.Values{"column": {column}, "value": {value}, "why": {"Changement"}}); got.status != http.StatusSeeOther {
			t.Fatalf("asking answers %d: %.600s", got.status, got.body)
		}
	}
	type line struct {
		ID            string
		Version       int64
		HospitalityBy *time.Time
		Requests      []struct {
			ID, Column, Old, Value, State, Answer string
			Version                               int64
		}
	}
	read := func() line {
		t.Helper()
		var full struct{ Rows []line }
		city.must("GET", "/intake/v1/cohorts/"+cohort, nil, &full)
		at := slices.IndexFunc(full.Rows, func(l line) bool { return l.ID == row })
		if at < 0 {
			t.Fatal("the row is gone")
		}
		return full.Rows[at]
	}
	for _, q := range read().Requests {
		accept := fields{"version": q.Version, "decision": "accepted"}
		if q.Column == "phone" {
			city.must("POST", "/intake/v1/cohorts/"+cohort+"/requests/"+q.ID, fields{"version": q.Version, "decision": "refused", "answer": "Ce numéro ne répond pas"}, nil)
			continue
		}
		city.must("POST", "/intake/v1/cohorts/"+cohort+"/requests/"+q.ID, accept, nil)
	}
	var file struct{ Availability struct{ From string } }
	city.must("GET", "/intake/v1/people/"+person, nil, &file)
	if file.Availability.From != "2027-01-15" {
		t.Errorf("the file says %q", file.Availability.From)
	}
	page := string(partner.send("GET", at+"/rows/"+row+"?lang=fr", nil).body)
	if !strings.Contains(page, "Ce numéro ne répond pas") || !strings.Contains(page, "15/01/2027") {
		t.Error("the partner does not read the answers")
	}
	for _, stage := range []string{"papers", "at-region", "stamped", "at-consulate", "visa-granted", "entered"} {
		step := fields{"version": read().Version, "stage": stage, "on": "2026-11-02", "document": "PFI"}
		if stage == "entered" {
			step["at"] = "18:30"
		}
		city.must("POST", "/intake/v1/cohorts/"+cohort+"/rows/"+row+"/papers", step, nil)
	}
	if by := read().HospitalityBy; by == nil || !by.Equal(time.Date(2026, 11, 4, 17, 30, 0, 0, time.UTC)) {
		t.Errorf("the declaration of hospitality is due %v", by)
	}
}

// accepted checks the match of somebody from abroad: blocked where they are not welcome, a person's decision where they are.
func (c *city) accepted(t *testing.T, person string) {
	city, employer := c.as(t, "demo-counsellor-1"), c.as(t, "demo-counsellor-1")
	type pair struct {
		Match struct {
			Gate []struct {
				Constraint, Decision, Reason string
				Rules                        []struct{ Rule struct{ ID string } }
			}
		}
	}
	judged := func(want string) bool {
		var p pair
		got := city.send("GET", "/matching/v1/people/"+person+"/openings/"+ownOpening, nil)
		if got.status != http.StatusOK {
			return false
		}
		city.must("GET", "/matching/v1/people/"+person+"/openings/"+ownOpening, nil, &p)
		for _, g := range p.Match.Gate {
			if g.Constraint == "work-access" {
				return g.Reason == want && len(g.Rules) == 7
			}
		}
		return false
	}
	eventually(t, 20*time.Second, "who is not welcome is blocked", func() bool { return judged("abroad-not-offered") })
	if !slices.Contains(c.matches(t, person, "").blocked(), ownOpening) {
		t.Error("the opening is not among the blocked ones")
	}
	var opening struct {
		Version int64
		Terms   map[string]any
	}
	employer.must("GET", "/outreach/v1/openings/"+ownOpening, nil, &opening)
	before := with(opening.Terms, nil)
	welcome := fields{"welcomesArt27": true, "isco": "5120", "boardAndLodging": fields{"by": "host", "address": "Via Prova 1", "free": true, "returnPaidBy": "host"}}
	employer.must("PUT", "/outreach/v1/openings/"+ownOpening, fields{"version": opening.Version, "terms": with(opening.Terms, welcome)}, &opening)
	eventually(t, 20*time.Second, "who is welcome waits for an adviser's word", func() bool { return judged("abroad-continuity") })
	employer.must("PUT", "/outreach/v1/openings/"+ownOpening, fields{"version": opening.Version, "terms": before}, nil)
	partner := c.as(t, "demo-partner")
	partner.must("GET", "/intake/v1/people/"+person, nil, nil) // its own people, and nobody else's
	if got := partner.send("GET", "/intake/v1/people/"+ownPerson, nil); got.status != http.StatusForbidden {
		t.Errorf("a partner reads somebody else's file: %d", got.status)
	}
	if got := c.as(t, "demo-counsellor-2").send("GET", "/intake/v1/people/"+person, nil); got.status != http.StatusForbidden {
		t.Errorf("another team reads the file: %d", got.status)
	}
}

func (r ranking) blocked() []string {
	var ids []string
	for _, m := range r.Blocked.Items {
		ids = append(ids, m.Opening)
	}
	return ids
}
