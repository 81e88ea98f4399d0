package finding_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/search/essearch"
)

// elastic gives a driver with indices of its own, which are removed after the test.
func elastic(t *testing.T) *essearch.Driver {
	t.Helper()
	address := os.Getenv("CELAV_TEST_ELASTICSEARCH_URL")
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
		}
		t.Skip("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
	}
	prefix := "test-" + uuid.Must(uuid.NewV7()).String()[24:]
	transport := &http.Transport{}
	d, err := essearch.Open(address, essearch.Options{Prefix: prefix, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		defer transport.CloseIdleConnections()
		var names []struct{ Index string }
		call(t, transport, http.MethodGet, address+"/_cat/indices/"+prefix+"-*?h=index&format=json", &names)
		for _, n := range names {
			call(t, transport, http.MethodDelete, address+"/"+n.Index, nil)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func call(t *testing.T, transport http.RoundTripper, method, address string, into any) {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, address, nil)
	if err != nil {
		t.Error(err)
		return
	}
	res, err := transport.RoundTrip(request)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = res.Body.Close() }()
	if into != nil {
		if err := json.NewDecoder(res.Body).Decode(into); err != nil {
			t.Error(err)
		}
	}
}
