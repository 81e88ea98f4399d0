package welcome_test

import (
	"context"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/intake/internal/pages/welcome"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, welcome.Messages(), "intake")
	uitest.CheckUse(t, ".", welcome.Messages())
}

func TestThePagesDrawInEveryLanguage(t *testing.T) {
	catalog, err := ui.NewCatalog(welcome.Messages())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range ui.Languages() {
		ctx := ui.With(context.Background(), catalog, ui.Request{Lang: l.Tag, Path: "/"})
		var first, statement, out strings.Builder
		if err := welcome.First().Render(ctx, &first); err != nil {
			t.Fatal(err)
		}
		if err := welcome.Accessibility().Render(ctx, &statement); err != nil {
			t.Fatal(err)
		}
		if err := welcome.SignedOut("https://id.example.org/end?client_id=celav").Render(ctx, &out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), `href="https://id.example.org/end?client_id=celav"`) {
			t.Errorf("%s: no link that ends the issuer's session", l.Tag)
		}
		for name, page := range map[string]string{"signed out": out.String(), "first": first.String(), "statement": statement.String()} {
			if !strings.Contains(page, `lang="`+l.Tag+`" dir="`+l.Dir+`"`) {
				t.Errorf("%s in %s does not say its language", name, l.Tag)
			}
			if i := strings.Index(page, "intake."); i >= 0 {
				t.Errorf("%s in %s shows an id: %s", name, l.Tag, page[i:min(i+60, len(page))])
			}
		}
		if got := strings.Count(first.String(), `href="/sign-in?language=`+l.Tag); got < 4 {
			t.Errorf("%s: %d ways to sign in, want the header's and three doors", l.Tag, got)
		}
	}
}
