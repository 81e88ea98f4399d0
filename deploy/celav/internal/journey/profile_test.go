package journey_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// assessmentToCV goes from what somebody did, told in an interview, to a CV with and without a name.
func (c *city) assessmentToCV(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	at := "/assessment/people/" + ownPerson

	// The interview speaks both languages at once.
	asked := b.send("GET", at+"/interview?step=care&second=ar&lang=it", nil)
	if asked.status != http.StatusOK || !strings.Contains(string(asked.body), "Si è preso cura") || !strings.Contains(string(asked.body), "هل اعتنيت") {
		t.Fatalf("the interview is not in two languages: %d", asked.status)
	}
	job := url.Values{
		"step": {"care"}, "second": {"ar"}, "key": {"journey-experience"}, "concept": {cookJob}, "setting": {"care"}, "from": {"2019-03"}, "to": {"03/2020"},
		"employer": {"Famiglia Riservata"}, "country": {"MA"}, "tasks": {"كنت أطبخ للعائلة"}, "language": {"ar"},
	}
	for range 2 { // a double click is one experience
		if got := b.follow(b.send("POST", at+"/interview", job)); got.status != http.StatusOK {
			t.Fatalf("the answer is not saved: %d %.300s", got.status, got.body)
		}
	}
	var view struct {
		Experience  []struct{ Employer, From, To string }
		Occupations []struct {
			Occupation string
			Months     int
		}
	}
	counsellor.must("GET", "/assessment/v1/profiles/"+ownPerson, nil, &view)
	if len(view.Experience) != 1 || view.Experience[0].To != "2020-03" || view.Occupations[0].Months != 13 {
		t.Fatalf("experience and what follows from it: %+v", view)
	}

	cv := "/assessment/v1/profiles/" + ownPerson + "/cv"
	blind := string(counsellor.send("GET", cv+"?language=it", nil).body)
	named := string(counsellor.send("GET", cv+"?language=en&name=true&contacts=true", nil).body)
	if strings.Contains(blind, "Riservata") || strings.Contains(blind, "PersonName") || strings.Contains(blind, "2019") {
		t.Errorf("the blind CV identifies: %s", blind)
	}
	if !strings.Contains(named, "Riservata") || !strings.Contains(named, "PersonName") {
		t.Errorf("the CV with the name lacks it: %s", named)
	}
	switch printed := counsellor.send("GET", cv+".pdf?language=fr&name=true", nil); printed.status {
	case http.StatusOK:
		if !strings.HasPrefix(string(printed.body), "%PDF-") {
			t.Errorf("no PDF: %.40s", printed.body)
		}
	case http.StatusServiceUnavailable: // no Chromium here: the page says how to print
	default:
		t.Errorf("the PDF: %d %.200s", printed.status, printed.body)
	}
	for _, user := range []string{"demo-partner", "demo-employer", "demo-auditor"} {
		if got := c.as(t, user).send("GET", cv, nil); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
			t.Errorf("%s gets a CV: %d", user, got.status)
		}
	}
}
