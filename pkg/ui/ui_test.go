package ui_test

import (
	"context"
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
)

func TestMessagesAreCompleteInFourLanguages(t *testing.T) {
	uitest.CheckCatalog(t, ui.Messages(), "ui")
	uitest.CheckUse(t, ".")
}

func in(t *testing.T, lang string) context.Context {
	t.Helper()
	catalog, err := ui.NewCatalog()
	if err != nil {
		t.Fatal(err)
	}
	return ui.With(context.Background(), catalog, ui.Request{Lang: lang, Path: "/x?after=1"})
}

func TestTextsFollowTheLanguage(t *testing.T) {
	march := civil.Date{Year: 2026, Month: 3, Day: 3}
	for _, c := range []struct{ lang, save, things, date, number string }{
		{"it", "Salva", "C’è 1 cosa da correggere", "3\u00a0marzo\u00a02026", "12.345"},
		{"en", "Save", "There is 1 thing to correct", "3\u00a0March\u00a02026", "12,345"},
		{"fr", "Enregistrer", "Il y a 1 point à corriger", "3\u00a0mars\u00a02026", "12 345"},
		{"ar", "حفظ", "هناك أمر واحد للتصحيح (1)", "3\u00a0مارس\u00a02026", "12.345"},
		{"xx", "Salva", "C’è 1 cosa da correggere", "3\u00a0marzo\u00a02026", "12.345"},
	} {
		ctx := in(t, c.lang)
		if got := ui.T(ctx, "ui.save"); got != c.save {
			t.Errorf("%s: save = %q", c.lang, got)
		}
		if got := ui.T(ctx, "ui.error.title", 1); got != c.things {
			t.Errorf("%s: things = %q", c.lang, got)
		}
		if got := ui.Date(ctx, march); got != c.date {
			t.Errorf("%s: date = %q", c.lang, got)
		}
		if got := strings.ReplaceAll(ui.Number(ctx, 12345), "\u00a0", " "); strings.ReplaceAll(got, "\u202f", " ") != c.number {
			t.Errorf("%s: number = %q", c.lang, got)
		}
	}
	if got := ui.T(in(t, "ar"), "ui.error.title", 4); got != "هناك 4 أمور للتصحيح" {
		t.Errorf("Arabic has its own form for few: %q", got)
	}
	if got := ui.T(in(t, "it"), "no.such.text"); got != "no.such.text" {
		t.Errorf("a missing text shows its id: %q", got)
	}
}

func TestFormErrorsSpeakThePagesLanguage(t *testing.T) {
	var v fault.Violations
	v.Add("/sites/0/postcode", "required", "postcode is required")
	v.Add("/name", "odd-code", "name is odd")
	errs := ui.FormErrors(in(t, "fr"), v.Err())
	if got := errs.For("sites.0.postcode"); got != "Ce champ est obligatoire." {
		t.Errorf("postcode: %q", got)
	}
	if got := errs.For("name"); got != "name is odd" {
		t.Errorf("name: %q", got)
	}
	if ui.FormErrors(in(t, "fr"), fault.New(fault.Conflict, "changed")).Any() {
		t.Error("a conflict is no fault of the form")
	}
}

// What separates has the signs and blanks of its language.
func TestSeparators(t *testing.T) {
	for lang, want := range map[string]string{"it": ": , ; ", "en": ": , ; ", "fr": "\u00a0: , \u00a0; ", "ar": ": ، ؛ "} {
		ctx := in(t, lang)
		if got := ui.Colon(ctx) + ui.Comma(ctx) + ui.Semicolon(ctx); got != want {
			t.Errorf("%s separates with %q, not with %q", lang, got, want)
		}
	}
}
