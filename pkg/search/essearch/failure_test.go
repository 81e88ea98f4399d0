package essearch_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/essearch"
)

type note struct{ text string }

func notes(t *testing.T, d search.Driver, o search.Options) *search.Index[note] {
	t.Helper()
	schema := search.Schema{Name: "notes", Fields: []search.Field{{Name: "text", Kind: search.Text}}}
	x, err := search.New(d, schema, func(n note) (d search.Document) {
		d.Text("text", search.Italian, n.text)
		return d
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// answer lets a function play the server, without a connection.
type answer func(*http.Request) (int, string)

// RoundTrip implements http.RoundTripper.
func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	status, body := a(r)
	w.WriteHeader(status)
	_, _ = w.WriteString(body) // a recorder cannot fail
	return w.Result(), nil
}

func played(t *testing.T, a answer) search.Driver {
	t.Helper()
	d, err := essearch.Open("http://search.example", essearch.Options{Transport: a})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const aliasAnswer = `{"celav-notes-0123456789ab-01890000-0000-7000-8000-000000000000":{"aliases":{}}}`

func TestBusyClusterIsAskedAgainForWhatItTurnedAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sizes []int
		d := played(t, func(r *http.Request) (int, string) {
			if !strings.HasSuffix(r.URL.Path, "_bulk") {
				return 200, aliasAnswer
			}
			lines := 0
			for s := bufio.NewScanner(r.Body); s.Scan(); lines++ {
			}
			sizes = append(sizes, lines/2)
			switch len(sizes) {
			case 1:
				return 429, `{"error":{"type":"es_rejected_execution_exception"}}`
			case 2: // one written, one late, one turned away
				return 200, `{"errors":true,"items":[{"index":{"status":201}},{"index":{"status":409}},{"index":{"status":429}}]}`
			}
			return 200, `{"errors":false,"items":[{"index":{"status":201}}]}`
		})
		err := notes(t, d, search.Options{}).Put(t.Context(), search.Entry[note]{ID: "a", Version: 1},
			search.Entry[note]{ID: "b", Version: 1}, search.Entry[note]{ID: "c", Version: 1})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(sizes); got != "[3 3 1]" {
			t.Errorf("requests held %s operations, want [3 3 1]", got)
		}
	})
}

func TestWritingGivesUpAtTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := played(t, func(r *http.Request) (int, string) {
			if strings.HasSuffix(r.URL.Path, "_bulk") {
				return 429, `{}`
			}
			return 200, aliasAnswer
		})
		began := time.Now()
		err := notes(t, d, search.Options{WriteTimeout: 20 * time.Second}).Put(t.Context(), search.Entry[note]{ID: "a", Version: 1})
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("got %v, want unavailable", err)
		}
		if took := time.Since(began); took > 21*time.Second {
			t.Errorf("gave up after %v", took)
		}
	})
}

func TestStatusesBecomeFaults(t *testing.T) {
	for status, want := range map[int]fault.Kind{
		400: fault.Internal, 401: fault.Unavailable, 429: fault.Unavailable, 500: fault.Internal,
		502: fault.Unavailable, 503: fault.Unavailable,
	} {
		d := played(t, func(r *http.Request) (int, string) {
			if strings.HasSuffix(r.URL.Path, "_search") {
				return status, `{"error":{"type":"some_exception","reason":"what the person searched for"}}`
			}
			return 200, aliasAnswer
		})
		_, err := notes(t, d, search.Options{}).Query(t.Context(), search.Query{Limit: 1})
		if err == nil || fault.KindOf(err) != want {
			t.Errorf("status %d gives %v, want kind %v", status, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "searched for") {
			t.Errorf("the engine's reason leaked: %v", err)
		}
	}
}

func TestEngineDown(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	d, err := essearch.Open(address, essearch.Options{Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	x := notes(t, d, search.Options{})
	_, queried := x.Query(t.Context(), search.Query{Limit: 1})
	for name, err := range map[string]error{
		"query": queried, "refresh": x.Refresh(t.Context()),
		"put": x.Put(t.Context(), search.Entry[note]{ID: "a", Version: 1}),
	} {
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v, want unavailable", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Query(ctx, search.Query{Limit: 1}); err == nil || fault.Is(err, fault.Unavailable) {
		t.Errorf("a caller that went away is not the engine being down: %v", err)
	}
}

func TestRemovedIndexIsMadeAnew(t *testing.T) {
	address := serverURL(t)
	d := open(t)
	x := notes(t, d, search.Options{})
	put := func() {
		t.Helper()
		if err := x.Put(t.Context(), search.Entry[note]{ID: "a", Version: 1, Doc: note{"sala"}}); err != nil {
			t.Fatal(err)
		}
	}
	put()
	before, err := x.Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	removeNotes := func() { remove(t, address, d.Prefix()+"-notes-*") }
	removeNotes()
	if r, err := x.Query(t.Context(), search.Query{Limit: 1}); err != nil || r.Total != 0 {
		t.Errorf("searching after the removal: %+v, %v", r, err)
	}
	removeNotes()
	put()
	if err := x.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r, err := x.Query(t.Context(), search.Query{Limit: 1}); err != nil || r.Total != 1 {
		t.Errorf("writing after the removal: %+v, %v", r, err)
	}
	if after, err := x.Live(t.Context()); err != nil || after == before {
		t.Errorf("the new generation is %+v, %v; it must not be called as the lost one", after, err)
	}
}

// TestSpansHoldNoText: what people search for and what documents say stays out of traces.
func TestSpansHoldNoText(t *testing.T) {
	exporter := tracetest.NewInMemoryExporter()
	provider := trace.NewTracerProvider(trace.WithSyncer(exporter))
	defer func() { _ = provider.Shutdown(context.Background()) }()
	d := played(t, func(r *http.Request) (int, string) {
		switch {
		case strings.HasSuffix(r.URL.Path, "_search"):
			return 500, `{"error":{"type":"x","reason":"SECRET"}}`
		case strings.HasSuffix(r.URL.Path, "_bulk"):
			return 200, `{"errors":false}`
		}
		return 200, aliasAnswer
	})
	x := notes(t, d, search.Options{Tracer: provider.Tracer("test")})
	if err := x.Put(t.Context(), search.Entry[note]{ID: "a", Version: 1, Doc: note{"SECRET"}}); err != nil {
		t.Fatal(err)
	}
	_, err := x.Query(t.Context(), search.Query{Where: search.Words{Field: "text", Text: "SECRET"}, Limit: 1})
	if err == nil || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("got %v", err)
	}
	spans := exporter.GetSpans()
	if len(spans) != 2 || spans[0].Name != "write notes" || spans[1].Name != "search notes" {
		t.Errorf("spans: %v", spans)
	}
	if strings.Contains(fmt.Sprintf("%+v", spans), "SECRET") {
		t.Error("a span holds text")
	}
}
