package assessment_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/suite/suitetest"
)

const awaPath = "/assessment/people/" + awa

// selected is the value chosen in a list.
func selected(p suitetest.Page, id string) string {
	for _, option := range p.All("#" + id + " option") {
		for _, a := range option.Attr {
			if a.Key == "selected" {
				return suitetest.Attr(option, "value")
			}
		}
	}
	return ""
}

func TestASkillIsAddedByTypingInAnyLanguage(t *testing.T) {
	c := start(t)
	knives := c.concept("skill", "coltelli").Id
	b := c.signedIn("demo-counsellor-1")
	for _, typed := range []string{"coltelo", "COLTELLI", "couteaux", "kitchen knife", "السكاكين"} {
		found := b.Get(awaPath + "/skills?q=" + url.QueryEscape(typed))
		if n := len(found.All("form[method='post'] input[value='" + knives + "']")); found.Status != http.StatusOK || n != 1 {
			t.Errorf("%s: %d, offered %d times:\n%s", typed, found.Status, n, suitetest.Text(found.One("#main")))
		}
	}
	if p := b.Get(awaPath + "/skills?q=zzqqxx"); len(p.All("#found input[type='radio']")) != 0 || len(p.All("#found .c-alert")) != 1 {
		t.Error("nothing found is not said")
	}

	// What is missing is told beside its field, and what was typed stays.
	wrong := b.Post(awaPath+"/skills", url.Values{"q": {"coltelo"}, "evidence": {"seen"}})
	if wrong.Status != http.StatusUnprocessableEntity || suitetest.Attr(wrong.One("#q"), "value") != "coltelo" {
		t.Errorf("%d, typed %q", wrong.Status, suitetest.Attr(wrong.One("#q"), "value"))
	}
	wrong.One("#concept-error")
	wrong.One("#level-error")
	if chosen := selected(wrong, "evidence"); chosen != "seen" {
		t.Errorf("the evidence chosen is now %s", chosen)
	}

	saved := b.Post(awaPath+"/skills", url.Values{"q": {"coltelo"}, "concept": {knives}, "level": {"3"}, "evidence": {"seen"}})
	if saved.Status != http.StatusOK || saved.Path != awaPath+"/skills" || !strings.Contains(suitetest.Text(saved.One("table")), "in autonomia") {
		t.Errorf("%d at %s", saved.Status, saved.Path)
	}
	edit := b.Get(awaPath + "/skills?concept=" + url.QueryEscape(knives))
	if selected(edit, "level") != "3" {
		t.Error("the form does not start from what is known")
	}
	// Twice the same is once; changing replaces.
	for range 2 {
		saved = b.Post(awaPath+"/skills", url.Values{"concept": {knives}, "level": {"4"}, "evidence": {"documented"}})
	}
	if rows := saved.All("tbody tr"); len(rows) != 1 || !strings.Contains(suitetest.Text(rows[0]), "sa insegnarlo") {
		t.Errorf("%d rows", len(rows))
	}
	for range 2 {
		if gone := b.Post(awaPath+"/skills/remove", url.Values{"concept": {knives}}); gone.Status != http.StatusOK || len(gone.All("tbody tr")) != 0 {
			t.Errorf("not removed: %d", gone.Status)
		}
	}
}

func TestTheOtherPartsOfAProfile(t *testing.T) {
	c := start(t)
	cook, baking := c.concept("occupation", "cuoca").Id, c.concept("skill", "fare il pane").Id
	b := c.signedIn("demo-counsellor-1")

	wrong := b.Post(awaPath+"/occupations", url.Values{"q": {"cuoca"}, "concept": {cook}, "months": {"many"}})
	if wrong.Status != http.StatusUnprocessableEntity || suitetest.Attr(wrong.One("#months"), "value") != "many" {
		t.Errorf("months that are no number: %d", wrong.Status)
	}
	wrong.One("#months-error")
	wrong = b.Post(awaPath+"/occupations", url.Values{"q": {"cuoca"}, "concept": {cook}})
	wrong.One("#what-error")
	held := b.Post(awaPath+"/occupations", url.Values{"concept": {cook}, "what": {"held", "informal", "wanted"}, "months": {"18"}})
	if row := suitetest.Text(held.One("tbody tr")); !strings.Contains(row, "18 mesi") || !strings.Contains(row, "senza contratto") {
		t.Errorf("%s", row)
	}
	goal := b.Post(awaPath+"/learning", url.Values{"concept": {baking}})
	if goal.Status != http.StatusOK || len(goal.All("tbody tr")) != 1 {
		t.Errorf("learning goal: %d", goal.Status)
	}
	if none := b.Post(awaPath+"/learning", url.Values{"q": {"pane"}}); none.Status != http.StatusUnprocessableEntity || len(none.All("#concept-error")) != 1 {
		t.Errorf("no learning goal chosen: %d", none.Status)
	}
	speaks := b.Post(awaPath+"/languages", url.Values{"language": {"fr"}, "listening": {"C2"}, "writing": {"B1"}})
	if row := suitetest.Text(speaks.One("tbody tr")); !strings.Contains(row, "francese") || !strings.Contains(row, "B1") {
		t.Errorf("%s", row)
	}
	if none := b.Post(awaPath+"/languages", url.Values{"listening": {"C2"}}); none.Status != http.StatusUnprocessableEntity || len(none.All("#language-error")) != 1 {
		t.Errorf("no language chosen: %d", none.Status)
	}

	form := b.Get(awaPath + "/more")
	version := suitetest.Attr(form.One("input[name='version']"), "value")
	typed := url.Values{"version": {version}, "eqf": {"4"}, "licences": {"B", "forklift"}, "kinds": {"traineeship"}, "maxHoursWeek": {"99"}, "nightShifts": {"no"}}
	wrong = b.Post(awaPath+"/more", typed)
	if wrong.Status != http.StatusUnprocessableEntity || suitetest.Attr(wrong.One("#maxHoursWeek"), "value") != "99" {
		t.Errorf("99 hours a week: %d", wrong.Status)
	}
	wrong.One("#maxHoursWeek-error")
	typed.Set("maxHoursWeek", "30")
	done := b.Post(awaPath+"/more", typed)
	if done.Status != http.StatusOK || done.Path != awaPath || !strings.Contains(suitetest.Text(done.One("#main")), "30 ore") {
		t.Errorf("%d at %s", done.Status, done.Path)
	}
	// Somebody with the old form: a comparison, what was typed stays, nothing is overwritten.
	typed.Set("eqf", "6")
	stale := b.Post(awaPath+"/more", typed)
	if stale.Status != http.StatusConflict || selected(stale, "eqf") != "6" || len(stale.All(".c-alert")) != 1 {
		t.Errorf("a stale form: %d", stale.Status)
	}
	if again := suitetest.Attr(stale.One("input[name='version']"), "value"); again == version {
		t.Error("saving again would fail again")
	}
}

func TestWhoSeesWhat(t *testing.T) {
	c := start(t)
	for user, paths := range map[string]map[string]int{
		"demo-counsellor-2": {awaPath: 403, awaPath + "/skills": 403, "/assessment/people": 200, "/assessment/concepts": 200},
		"demo-coordinator":  {awaPath: 200, awaPath + "/more": 200},
		"demo-employer":     {awaPath: 403, "/assessment/people": 403, "/assessment/concepts?kind=skill": 200},
		"demo-person":       {awaPath: 403, "/assessment/people/" + self: 200, "/assessment/people/" + self + "/languages": 200},
		"demo-operator":     {awaPath: 403, "/assessment/concepts": 200},
	} {
		b := c.signedIn(user)
		for path, want := range paths {
			if got := b.Get(path).Status; got != want {
				t.Errorf("%s at %s: %d, want %d", user, path, got, want)
			}
		}
	}
	if got := c.signedIn("demo-counsellor-2").Post(awaPath+"/skills/remove", url.Values{"concept": {"celav:s/x"}}).Status; got != http.StatusForbidden {
		t.Errorf("another team removes a skill: %d", got)
	}
	person := c.signedIn("demo-person")
	own := person.Get("/assessment/people/" + self + "/skills?q=coltelli")
	if options := own.All("#evidence option"); len(options) != 1 || suitetest.Attr(options[0], "value") != "said" {
		t.Errorf("a person can choose among %d kinds of evidence", len(options))
	}
	if title := suitetest.Text(own.One("h1")); title != "Il mio profilo" {
		t.Errorf("title %q", title)
	}
	care := c.signedIn("demo-counsellor-1").Get("/assessment/people")
	if rows := care.All("tbody tr"); len(rows) != 2 || !strings.Contains(suitetest.Text(rows[0]), "Awa Diop") {
		t.Errorf("%d people in care", len(rows))
	}
}

func TestTheTaxonomyIsBrowsedAndEscaped(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-employer")
	first := b.Get("/assessment/concepts")
	if len(first.All("tbody tr")) != 25 {
		t.Errorf("%d rows on the first page", len(first.All("tbody tr")))
	}
	next := b.Get(suitetest.Attr(first.One(".c-pager a"), "href"))
	if next.Status != http.StatusOK || len(next.All("tbody tr")) != 25 || suitetest.Text(next.One("tbody tr")) == suitetest.Text(first.One("tbody tr")) {
		t.Errorf("the second page: %d", next.Status)
	}
	one := b.Get(suitetest.Attr(first.One("tbody a"), "href"))
	if one.Status != http.StatusOK || len(one.All("tbody tr")) != 4 {
		t.Errorf("one concept: %d, %d languages", one.Status, len(one.All("tbody tr")))
	}
	arabic := b.Get("/assessment/concepts?q=" + url.QueryEscape("طباخة") + "&lang=ar")
	if root := arabic.One("html"); suitetest.Attr(root, "dir") != "rtl" || len(arabic.All("tbody tr")) == 0 {
		t.Error("the Arabic search finds nothing")
	}
	if none := b.Get("/assessment/concept?id=celav:o/none"); none.Status != http.StatusNotFound {
		t.Errorf("an unknown concept: %d", none.Status)
	}
	const markup = `<img src=x onerror="alert(1)">`
	if p := b.Get("/assessment/concepts?q=" + url.QueryEscape(markup)); len(p.All("#main img")) != 0 || suitetest.Attr(p.One("#q"), "value") != markup {
		t.Error("markup is not escaped")
	}
}
