package essearch_test

import (
	"context"
	"net/http"
	"os"
	"testing"

	"github.com/elastic/go-elasticsearch/v8/esapi"
	"github.com/google/uuid"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/essearch"
	"github.com/celav/celav/pkg/search/searchtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func serverURL(t *testing.T) string {
	t.Helper()
	address := os.Getenv("CELAV_TEST_ELASTICSEARCH_URL")
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
		}
		t.Skip("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
	}
	return address
}

// open gives a driver with indices of its own, which are removed after the test.
func open(t *testing.T) *essearch.Driver {
	t.Helper()
	address := serverURL(t)
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	prefix := "test-" + id.String()[24:]
	transport := &http.Transport{}
	d, err := essearch.Open(address, essearch.Options{Prefix: prefix, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		remove(t, address, prefix+"-*")
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

type direct struct{ base string }

// Perform implements esapi.Transport.
func (d direct) Perform(r *http.Request) (*http.Response, error) {
	full, err := http.NewRequestWithContext(r.Context(), r.Method, d.base+r.URL.RequestURI(), r.Body)
	if err != nil {
		return nil, err
	}
	return (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(full)
}

func remove(t *testing.T, address, pattern string) {
	t.Helper()
	all, err := esapi.IndicesGetRequest{Index: []string{pattern}, FilterPath: []string{"*.aliases"}}.
		Do(context.Background(), direct{address})
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = all.Body.Close() }()
	for name := range decodeNames(t, all) {
		res, err := esapi.IndicesDeleteRequest{Index: []string{name}}.Do(context.Background(), direct{address})
		if err != nil {
			t.Error(err)
			return
		}
		_ = res.Body.Close()
	}
}

func TestConformance(t *testing.T) {
	searchtest.Run(t, func(t *testing.T) search.Driver { return open(t) })
}
