package engine_test

import (
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/search/engine"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func TestOpen(t *testing.T) {
	for _, c := range []struct{ address, complaint, description string }{
		{"embedded:" + t.TempDir(), "", "embedded index in /"},
		{"embedded:", "names a folder", "embedded index in "},
		{"elasticsearch+http://127.0.0.1:9200", "", "Elasticsearch at http://127.0.0.1:9200"},
		{"elasticsearch+https://celav:secret@search.example:9200?prefix=city", "", "Elasticsearch at https://search.example:9200"},
		{"elasticsearch+https://celav:secret@search.example?prefix=A_B", "prefix", "Elasticsearch at https://search.example"},
		{"elasticsearch+https://celav:secret@search.example?retries=2", "unknown parameter", "Elasticsearch at https://search.example"},
		{"elasticsearch+ftp://celav:secret@search.example", "http(s)", "Elasticsearch at ftp://search.example"},
		{"elasticsearch+http://celav:secret@[", "cannot be read", "unknown"},
		{"http://127.0.0.1:9200", "begins with", "unknown"},
		{"", "begins with", "unknown"},
	} {
		d, err := engine.Open(c.address, engine.Options{Name: "matching"})
		switch {
		case c.complaint == "" && err != nil:
			t.Errorf("%s: %v", c.address, err)
		case c.complaint != "" && (err == nil || !strings.Contains(err.Error(), c.complaint)):
			t.Errorf("%s: got %v, want a complaint with %q", c.address, err, c.complaint)
		case err != nil && strings.Contains(err.Error(), "secret"):
			t.Errorf("%s: the complaint shows the password: %v", c.address, err)
		}
		if err == nil {
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		}
		if got := engine.Describe(c.address); !strings.HasPrefix(got, c.description) || strings.Contains(got, "secret") {
			t.Errorf("%s is described as %q", c.address, got)
		}
	}
}
