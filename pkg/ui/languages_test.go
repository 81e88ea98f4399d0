package ui_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/celav/celav/pkg/ui"
)

func TestTheLanguageIsChosenByLinkThenCookieThenBrowserThenItalian(t *testing.T) {
	catalog, err := ui.NewCatalog()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, cookie, browser, want string }{
		{"/?lang=ar", "fr", "en", "ar"},
		{"/?lang=de", "fr", "en", "fr"},
		{"/", "xx", "de-AT, fr-CA;q=0.7, en;q=0.5", "fr"},
		{"/", "", "en-GB,en;q=0.9", "en"},
		{"/", "", "de", "it"},
		{"/", "", "", "it"},
		{"/", "", "not a header \x00", "it"},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, nil)
		r.Header.Set("Accept-Language", c.browser)
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: ui.LanguageCookie, Value: c.cookie})
		}
		if got := catalog.Choose(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
