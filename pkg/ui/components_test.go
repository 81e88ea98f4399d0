package ui_test

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/ui"
)

func draw(t *testing.T, lang string, component templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := component.Render(in(t, lang), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func contains(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(page, p) {
			t.Errorf("the page lacks %s:\n%s", p, page)
		}
	}
}

func TestAFieldTiesLabelHintAndErrorTogetherAndKeepsWhatWasTyped(t *testing.T) {
	page := draw(t, "it", ui.Field(ui.Input{Name: "name", Label: "Nome", Hint: "Come sul documento", Value: `<b>"Ada`, Error: "Troppo breve"}))
	contains(t, page, `<label class="c-label" for="name">`, `id="name-hint"`, `id="name-error"`, `aria-describedby="name-hint name-error"`,
		`aria-invalid="true"`, `value="&lt;b&gt;&#34;Ada"`, "(facoltativo)")
	if strings.Contains(page, "<b>") {
		t.Error("typed markup is not escaped")
	}
}

func TestTheSummaryLeadsToTheFields(t *testing.T) {
	contains(t, draw(t, "it", ui.Layout(ui.Page{Title: "Nuova", Errors: ui.Errors{{Field: "name", Text: "Scrivi il nome"}}})),
		`<a href="#name">Scrivi il nome</a>`, "<title>Da correggere: Nuova – CeLav</title>", `role="alert"`)
}

// form is a page whose form has one field in the open and one folded away, twice over under one name.
func form(t *testing.T, lang string, errs ui.Errors) string {
	t.Helper()
	first := ui.Input{Name: "on", Form: "first", Label: "Giorno", Error: errs.For("on-first")}
	second := ui.Input{Name: "on", Form: "second", Label: "Altro giorno", Error: errs.For("on-second")}
	fields := templ.Join(
		ui.Field(ui.Input{Name: "name", Label: "Nome", Error: errs.For("name")}),
		ui.Field(first), children(ui.Disclosure("Ancora"), ui.Field(second)), children(ui.Disclosure("E ancora"), ui.Field(ui.Input{Name: "x", Label: "X"})),
	)
	return draw(t, lang, children(ui.Layout(ui.Page{Title: "Nuova", Errors: errs}), fields))
}

func children(outer, inner templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, inner), w)
	})
}

func TestTheSummaryNamesEachFieldOnce(t *testing.T) {
	errs := ui.Errors{{Field: "name", Text: "Manca."}, {Field: "name.first", Text: "Manca."}, {Field: "elsewhere", Text: "Manca."}}
	page := form(t, "it", append(errs, ui.Errors{{Field: "on", Text: "Manca."}}.In("second")...))
	contains(t, page, `<a href="#name">Nome – Manca.</a>`, `<a href="#on-second">Altro giorno – Manca.</a>`, `<a href="#elsewhere">Manca.</a>`,
		`<details class="c-details" open><summary>Ancora`, `<details class="c-details"><summary>E ancora`, `for="on-second"`, `id="on-second" name="on"`)
	if n := strings.Count(page, "Nome – Manca."); n != 1 {
		t.Errorf("the name is asked for %d times", n)
	}
	contains(t, form(t, "it", nil), `<details class="c-details"><summary>Ancora`)
}

func TestTheFirstOptionHasTheFieldsOwnName(t *testing.T) {
	page := draw(t, "it", ui.RadioGroup(ui.Choice{Name: "kind", Label: "Tipo", Options: []ui.Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}}, Values: []string{"b"}}))
	contains(t, page, `id="kind" name="kind"`, `id="kind-1" name="kind" type="radio" value="b" checked`, "<legend")
}

func TestTheLanguageSwitchKeepsThePage(t *testing.T) {
	contains(t, draw(t, "ar", ui.Layout(ui.Page{Title: "x"})), `lang="ar" dir="rtl"`, `href="/x?after=1&amp;lang=fr"`)
	elsewhere := ui.With(context.Background(), nil, ui.Request{Path: "//evil.example/x"})
	var b strings.Builder
	if err := ui.Layout(ui.Page{Title: "x"}).Render(elsewhere, &b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "evil.example") {
		t.Error("the language switch leads to another origin")
	}
}

func TestNavigationIsByRole(t *testing.T) {
	catalog, err := ui.NewCatalog()
	if err != nil {
		t.Fatal(err)
	}
	page := func(v ui.Viewer) string {
		ctx := ui.With(context.Background(), catalog, ui.Request{Lang: "it", Path: "/intake/people?after=2", Viewer: v})
		var b strings.Builder
		if err := ui.Layout(ui.Page{Title: "x"}).Render(ctx, &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	contains(t, page(ui.Viewer{SignedIn: true, Roles: []string{"counsellor"}}), `href="/intake/people" aria-current="page"`, `action="/sign-out"`)
	for _, v := range []ui.Viewer{{}, {SignedIn: true, Roles: []string{"reviewer"}}} {
		if strings.Contains(page(v), `href="/intake/people"`) {
			t.Errorf("%+v is shown the people", v)
		}
	}
	contains(t, page(ui.Viewer{}), `href="/sign-in?language=it&amp;next=%2Fintake%2Fpeople%3Fafter%3D2"`)
}

// Grants belong to traineeships, wherever their pages lie, and stand out alone.
func TestNavigationKnowsWherePagesBelong(t *testing.T) {
	catalog, err := ui.NewCatalog()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/matching/grants?show=approve": "/matching/traineeships", "/matching/grants/forecast": "/matching/traineeships", "/matching/openings/x": "/matching/",
		"/matching/traineeships/x": "/matching/traineeships", "/outreach/contacts/new": "/outreach/companies",
		"/intake/people/x/appointments": "/intake/people", "/matching/people/x/traineeships": "/matching/",
	} {
		ctx := ui.With(context.Background(), catalog, ui.Request{Lang: "it", Path: path, Viewer: ui.Viewer{SignedIn: true, Roles: []string{"counsellor"}}})
		var b strings.Builder
		if err := ui.Layout(ui.Page{Title: "x"}).Render(ctx, &b); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), `aria-current="page"`); n != 1 || !strings.Contains(b.String(), `href="`+want+`" aria-current="page"`) {
			t.Errorf("on %s, %d parts stand out, and not %s alone", path, n, want)
		}
	}
}

func TestAnAmountStaysOnItsLine(t *testing.T) {
	for _, lang := range []string{"it", "en", "fr", "ar"} {
		if got := ui.Euro(in(t, lang), 123456); strings.Contains(got, " ") || !strings.HasSuffix(got, "\u00a0€") {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

// What the field shows, sent back as it is, reads as the same hours.
func TestSlotsComeBackAsTheyWere(t *testing.T) {
	ctx := in(t, "it")
	rapid.Check(t, func(t *rapid.T) {
		var want []ui.Slot
		form := url.Values{}
		for day := 1; day <= 7; day++ {
			for n := range rapid.IntRange(0, ui.SlotsPerDay).Draw(t, "stretches") {
				from := rapid.IntRange(0, 22).Draw(t, "from")
				to := rapid.IntRange(from+1, 23).Draw(t, "to")
				s := ui.Slot{Day: day, From: clock(from), To: clock(to)}
				want = append(want, s)
				name := "hours." + string(rune('0'+day)) + "." + string(rune('0'+n))
				form.Set(name+".from", s.From+":00")
				form.Set(name+".to", s.To)
			}
		}
		got, errs := ui.ReadSlots(ctx, form, "hours")
		if errs.Any() || !cmp.Equal(got, want) {
			t.Fatalf("%v %s", errs, cmp.Diff(want, got))
		}
	})
	_, errs := ui.ReadSlots(ctx, url.Values{"hours.2.0.from": {"14:00"}, "hours.2.0.to": {"12:00"}}, "hours")
	if got := errs.For("hours"); !strings.HasPrefix(got, "martedì") {
		t.Errorf("an end before its start: %q", got)
	}
}

func clock(hour int) string { return string(rune('0'+hour/10)) + string(rune('0'+hour%10)) + ":00" }

// The Content-Security-Policy blocks both, so a page that has one is broken.
func TestNoTemplateHasInlineStylesOrScripts(t *testing.T) {
	templates, err := filepath.Glob("*.templ")
	if err != nil || len(templates) == 0 {
		t.Fatalf("no templates found: %v", err)
	}
	for _, name := range templates {
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{" style=", "<style", "hx-on", "onclick", "<script>"} {
			if strings.Contains(string(code), bad) {
				t.Errorf("%s has %q", name, bad)
			}
		}
	}
}

// A sentence that somebody wrote in Italian ends where Italian ends, in an Arabic page too.
func TestOwnWordsKeepTheirDirection(t *testing.T) {
	page := draw(t, "ar", ui.Definitions([]ui.Definition{
		{Term: "a", Value: "Cerca un lavoro stabile.", Own: true}, {Term: "b", Own: true}, {Term: "c", Value: "Équipe 1"},
	}))
	contains(t, page, "<bdi>Cerca un lavoro stabile.</bdi>", "–")
	if n := strings.Count(page, "<bdi"); n != 1 {
		t.Errorf("%d values stand apart, not 1:\n%s", n, page)
	}
}
