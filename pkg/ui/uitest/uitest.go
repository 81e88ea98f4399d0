// Package uitest holds the checks that every service runs over its texts.
package uitest

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/ui"
)

// forms lists the plural forms that a text with a count must have in each language.
func forms(tag string) []string {
	if tag == "ar" {
		return []string{"zero", "one", "two", "few", "many", "other"}
	}
	return []string{"one", "other"}
}

// text is a message in one language: its plural forms, or "other" alone.
type text map[string]string

// CheckCatalog fails when the four languages of a service differ in keys or placeholders, when a text is empty,
// when a plural lacks a form, or when an id does not begin with the service's name. The source holds it.json and
// the others at its root, as for ui.NewCatalog.
func CheckCatalog(t *testing.T, source fs.FS, prefix string) {
	t.Helper()
	italian := load(t, source, "it")
	for _, l := range ui.Languages() {
		messages := load(t, source, l.Tag)
		for _, id := range sorted(italian) {
			if _, ok := messages[id]; !ok {
				t.Errorf("%s.json: %s is missing", l.Tag, id)
			}
		}
		for _, id := range sorted(messages) {
			if _, ok := italian[id]; !ok {
				t.Errorf("%s.json: %s is not in it.json", l.Tag, id)
				continue
			}
			if !strings.HasPrefix(id, prefix+".") {
				t.Errorf("%s.json: %s does not begin with %q", l.Tag, id, prefix+".")
			}
			checkText(t, l.Tag, id, messages[id], italian[id])
		}
	}
	if _, err := ui.NewCatalog(source); err != nil {
		t.Errorf("the catalog does not load: %v", err)
	}
}

func checkText(t *testing.T, tag, id string, got, italian text) {
	t.Helper()
	plural, wantPlural := len(got) > 1, len(italian) > 1
	if plural != wantPlural {
		t.Errorf("%s.json: %s has plural forms: %v, in Italian: %v", tag, id, plural, wantPlural)
	}
	if plural {
		for _, form := range forms(tag) {
			if got[form] == "" {
				t.Errorf("%s.json: %s lacks the form %q", tag, id, form)
			}
		}
	}
	want := placeholders(italian["other"])
	for form, s := range got {
		if strings.TrimSpace(s) == "" {
			t.Errorf("%s.json: %s is empty", tag, id)
		}
		if tag == "fr" {
			checkFrench(t, id, s)
		}
		if have := placeholders(s); !slices.Equal(have, want) && !onlyCountMissing(have, want, form) {
			t.Errorf("%s.json: %s (%s) has the placeholders %v, Italian has %v", tag, id, form, have, want)
		}
	}
}

// onlyCountMissing allows "one thing", "two things" in words: forms that stand for one number.
func onlyCountMissing(have, want []string, form string) bool {
	if !slices.Contains([]string{"zero", "one", "two"}, form) {
		return false
	}
	rest := slices.DeleteFunc(slices.Clone(want), func(p string) bool { return p == "Count" })
	return slices.Equal(have, rest)
}

func placeholders(s string) []string {
	var names []string
	for _, m := range regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`).FindAllStringSubmatch(s, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return names
}

func load(t *testing.T, source fs.FS, tag string) map[string]text {
	t.Helper()
	data, err := fs.ReadFile(source, tag+".json")
	if err != nil {
		t.Fatalf("read messages: %v", err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s.json: %v", tag, err)
	}
	out := make(map[string]text, len(raw))
	for id, value := range raw {
		var single string
		if json.Unmarshal(value, &single) == nil {
			out[id] = text{"other": single}
			continue
		}
		var plural text
		if err := json.Unmarshal(value, &plural); err != nil {
			t.Fatalf("%s.json: %s is neither a text nor plural forms", tag, id)
		}
		out[id] = plural
	}
	return out
}

func sorted(m map[string]text) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// CheckUse fails when a Go or templ file below dir asks ui.T for a literal id that no source has.
// Give it the service's messages; ui's own are known.
func CheckUse(t *testing.T, dir string, sources ...fs.FS) {
	t.Helper()
	ids := map[string]bool{}
	for _, s := range append([]fs.FS{ui.Messages()}, sources...) {
		for id := range load(t, s, "it") {
			ids[id] = true
		}
	}
	call := regexp.MustCompile(`\bT\(\s*(?:ctx|c\.Request\(\)\.Context\(\)|r\.Context\(\))\s*,\s*"([^"]+)"\s*[,)]`)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isSource(path) {
			return err
		}
		code, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		code = regexp.MustCompile(`(?m)^\s*//.*$`).ReplaceAll(code, nil)
		for _, m := range call.FindAllSubmatch(code, -1) {
			if id := string(m[1]); !ids[id] {
				t.Errorf("%s asks for the text %q, which does not exist", path, id)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("look for texts in use: %v", err)
	}
}

func isSource(path string) bool {
	if strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
		return false
	}
	return strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".templ")
}
