package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/ui"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEveryComponentDrawsInEveryLanguage(t *testing.T) {
	handler, err := newHandler()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range ui.Languages() {
		for _, path := range []string{"/?lang=" + l.Tag, "/failure?lang=" + l.Tag} {
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			page := w.Body.String()
			if !strings.HasSuffix(page, "</html>") || !strings.Contains(page, `lang="`+l.Tag+`" dir="`+l.Dir+`"`) {
				t.Errorf("%s is not a whole page in its language", path)
			}
			if i := strings.Index(page, ">ui."); i >= 0 {
				t.Errorf("%s shows an id instead of a text: %s", path, page[i:min(i+40, len(page))])
			}
			if got := w.Header().Get("Set-Cookie"); !strings.Contains(got, "celav_lang="+l.Tag) {
				t.Errorf("%s is not remembered: %q", path, got)
			}
		}
	}
}
