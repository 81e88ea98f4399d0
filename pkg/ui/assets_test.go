package ui_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/ui"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func fetch(t *testing.T, path, encoding string) *http.Response {
	t.Helper()
	handler, err := ui.AssetHandler()
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Result()
}

// What a page names must be there: styles, script, icon, and the fonts that the styles name.
func TestEveryAssetThatAPageNamesIsServedForEver(t *testing.T) {
	for _, lang := range []string{"it", "ar"} {
		page := draw(t, lang, ui.Layout(ui.Page{Title: "x"}))
		names := regexp.MustCompile(`/assets/[\w.-]+`).FindAllString(page, -1)
		if len(names) < 4 {
			t.Fatalf("%s: the page names only %v", lang, names)
		}
		for _, name := range names {
			res := fetch(t, name, "gzip")
			if res.StatusCode != http.StatusOK || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %d, %q", name, res.StatusCode, res.Header.Get("Cache-Control"))
			}
			if res.Header.Get("Content-Encoding") != "gzip" {
				t.Errorf("%s is not compressed", name)
			}
			if strings.HasSuffix(name, ".css") {
				checkStyles(t, name)
			}
		}
	}
	if res := fetch(t, "/assets/../assets.go", ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("something outside the assets is served: %d", res.StatusCode)
	}
}

func checkStyles(t *testing.T, name string) {
	t.Helper()
	var css strings.Builder
	if err := fetch(t, name, "").Write(&css); err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`url\("?([^)"]+)"?\)`).FindAllStringSubmatch(css.String(), -1) {
		switch {
		case strings.HasPrefix(m[1], "data:"):
		case strings.Contains(m[1], "//"):
			t.Errorf("%s asks another origin: %s", name, m[1])
		default:
			if res := fetch(t, "/assets/"+m[1], ""); res.StatusCode != http.StatusOK {
				t.Errorf("%s names %s, which is not there", name, m[1])
			}
		}
	}
}
