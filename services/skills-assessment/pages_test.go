package assessment_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const awaPath = "/assessment/people/" + awa

// selected is the value chosen in a list.
func (p page) selected(id string) string {
	for _, option := range p.all("#" + id + " option") {
		for _, a := range option.Attr {
			if a.Key == "selected" {
				return attr(option, "value")
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
		found := b.get(awaPath + "/skills?q=" + url.QueryEscape(typed))
		if n := len(found.all("form[method=post] input[value=" + knives + "]")); found.Status != http.StatusOK || n != 1 {
			t.Errorf("%s: %d, offered %d times:\n%s", typed, found.Status, n, text(found.one("#main")))
		}
	}
	if p := b.get(awaPath + "/skills?q=zzqqxx"); len(p.all("#found input[type=radio]")) != 0 || len(p.all("#found .c-alert")) != 1 {
		t.Error("nothing found is not said")
	}

	// What is missing is told beside its field, and what was typed stays.
	wrong := b.post(awaPath+"/skills", url.Values{"q": {"coltelo"}, "evidence": {"seen"}})
	if wrong.Status != http.StatusUnprocessableEntity || attr(wrong.one("#q"), "value") != "coltelo" {
		t.Errorf("%d, typed %q", wrong.Status, attr(wrong.one("#q"), "value"))
	}
	wrong.one("#concept-error")
	wrong.one("#level-error")
	if chosen := wrong.selected("evidence"); chosen != "seen" {
		t.Errorf("the evidence chosen is now %s", chosen)
	}

	saved := b.post(awaPath+"/skills", url.Values{"q": {"coltelo"}, "concept": {knives}, "level": {"3"}, "evidence": {"seen"}})
	if saved.Status != http.StatusOK || saved.Path != awaPath+"/skills" || !strings.Contains(text(saved.one("table")), "in autonomia") {
		t.Errorf("%d at %s", saved.Status, saved.Path)
	}
	edit := b.get(awaPath + "/skills?concept=" + url.QueryEscape(knives))
	if edit.selected("level") != "3" {
		t.Error("the form does not start from what is known")
	}
	// Twice the same is once; changing replaces.
	for range 2 {
		saved = b.post(awaPath+"/skills", url.Values{"concept": {knives}, "level": {"4"}, "evidence": {"documented"}})
	}
	if rows := saved.all("tbody tr"); len(rows) != 1 || !strings.Contains(text(rows[0]), "sa insegnarlo") {
		t.Errorf("%d rows", len(rows))
	}
	for range 2 {
		if gone := b.post(awaPath+"/skills/remove", url.Values{"concept": {knives}}); gone.Status != http.StatusOK || len(gone.all("tbody tr")) != 0 {
			t.Errorf("not removed: %d", gone.Status)
		}
	}
}

func TestTheOtherPartsOfAProfile(t *testing.T) {
	c := start(t)
	cook, baking := c.concept("occupation", "cuoca").Id, c.concept("skill", "fare il pane").Id
	b := c.signedIn("demo-counsellor-1")

	wrong := b.post(awaPath+"/occupations", url.Values{"q": {"cuoca"}, "concept": {cook}, "months": {"many"}})
	if wrong.Status != http.StatusUnprocessableEntity || attr(wrong.one("#months"), "value") != "many" {
		t.Errorf("months that are no number: %d", wrong.Status)
	}
	wrong.one("#months-error")
	wrong = b.post(awaPath+"/occupations", url.Values{"q": {"cuoca"}, "concept": {cook}})
	wrong.one("#what-error")
	held := b.post(awaPath+"/occupations", url.Values{"concept": {cook}, "what": {"held", "informal", "wanted"}, "months": {"18"}})
	if row := text(held.one("tbody tr")); !strings.Contains(row, "18 mesi") || !strings.Contains(row, "senza contratto") {
		t.Errorf("%s", row)
	}
	goal := b.post(awaPath+"/learning", url.Values{"concept": {baking}})
	if goal.Status != http.StatusOK || len(goal.all("tbody tr")) != 1 {
		t.Errorf("learning goal: %d", goal.Status)
	}
	if none := b.post(awaPath+"/learning", url.Values{"q": {"pane"}}); none.Status != http.StatusUnprocessableEntity || len(none.all("#concept-error")) != 1 {
		t.Errorf("no learning goal chosen: %d", none.Status)
	}
	speaks := b.post(awaPath+"/languages", url.Values{"language": {"fr"}, "listening": {"C2"}, "writing": {"B1"}})
	if row := text(speaks.one("tbody tr")); !strings.Contains(row, "francese") || !strings.Contains(row, "B1") {
		t.Errorf("%s", row)
	}
	if none := b.post(awaPath+"/languages", url.Values{"listening": {"C2"}}); none.Status != http.StatusUnprocessableEntity || len(none.all("#language-error")) != 1 {
		t.Errorf("no language chosen: %d", none.Status)
	}

	form := b.get(awaPath + "/more")
	version := attr(form.one("input[name=version]"), "value")
	typed := url.Values{"version": {version}, "eqf": {"4"}, "licences": {"B", "forklift"}, "kinds": {"traineeship"}, "maxHoursWeek": {"99"}, "nightShifts": {"no"}}
	wrong = b.post(awaPath+"/more", typed)
	if wrong.Status != http.StatusUnprocessableEntity || attr(wrong.one("#maxHoursWeek"), "value") != "99" {
		t.Errorf("99 hours a week: %d", wrong.Status)
	}
	wrong.one("#maxHoursWeek-error")
	typed.Set("maxHoursWeek", "30")
	done := b.post(awaPath+"/more", typed)
	if done.Status != http.StatusOK || done.Path != awaPath || !strings.Contains(text(done.one("#main")), "30 ore") {
		t.Errorf("%d at %s", done.Status, done.Path)
	}
	// Somebody with the old form: a comparison, what was typed stays, nothing is overwritten.
	typed.Set("eqf", "6")
	stale := b.post(awaPath+"/more", typed)
	if stale.Status != http.StatusConflict || stale.selected("eqf") != "6" || len(stale.all(".c-alert")) != 1 {
		t.Errorf("a stale form: %d", stale.Status)
	}
	if again := attr(stale.one("input[name=version]"), "value"); again == version {
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
			if got := b.get(path).Status; got != want {
				t.Errorf("%s at %s: %d, want %d", user, path, got, want)
			}
		}
	}
	if got := c.signedIn("demo-counsellor-2").post(awaPath+"/skills/remove", url.Values{"concept": {"celav:s/x"}}).Status; got != http.StatusForbidden {
		t.Errorf("another team removes a skill: %d", got)
	}
	person := c.signedIn("demo-person")
	own := person.get("/assessment/people/" + self + "/skills?q=coltelli")
	if options := own.all("#evidence option"); len(options) != 1 || attr(options[0], "value") != "said" {
		t.Errorf("a person can choose among %d kinds of evidence", len(options))
	}
	if title := text(own.one("h1")); title != "Il mio profilo" {
		t.Errorf("title %q", title)
	}
	care := c.signedIn("demo-counsellor-1").get("/assessment/people")
	if rows := care.all("tbody tr"); len(rows) != 2 || !strings.Contains(text(rows[0]), "Awa Diop") {
		t.Errorf("%d people in care", len(rows))
	}
}

func TestTheTaxonomyIsBrowsedAndEscaped(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-employer")
	first := b.get("/assessment/concepts")
	if len(first.all("tbody tr")) != 25 {
		t.Errorf("%d rows on the first page", len(first.all("tbody tr")))
	}
	next := b.get(attr(first.one(".c-pager a"), "href"))
	if next.Status != http.StatusOK || len(next.all("tbody tr")) != 25 || text(next.one("tbody tr")) == text(first.one("tbody tr")) {
		t.Errorf("the second page: %d", next.Status)
	}
	one := b.get(attr(first.one("tbody a"), "href"))
	if one.Status != http.StatusOK || len(one.all("tbody tr")) != 4 {
		t.Errorf("one concept: %d, %d languages", one.Status, len(one.all("tbody tr")))
	}
	arabic := b.get("/assessment/concepts?q=" + url.QueryEscape("طباخة") + "&lang=ar")
	if root := arabic.one("html"); attr(root, "dir") != "rtl" || len(arabic.all("tbody tr")) == 0 {
		t.Error("the Arabic search finds nothing")
	}
	if none := b.get("/assessment/concept?id=celav:o/none"); none.Status != http.StatusNotFound {
		t.Errorf("an unknown concept: %d", none.Status)
	}
	const markup = `<img src=x onerror="alert(1)">`
	if p := b.get("/assessment/concepts?q=" + url.QueryEscape(markup)); len(p.all("#main img")) != 0 || attr(p.one("#q"), "value") != markup {
		t.Error("markup is not escaped")
	}
}
