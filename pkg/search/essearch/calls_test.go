package essearch_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/search"
)

var updateCalls = flag.Bool("update-calls", false, "rewrite testdata/calls.txt")

// TestEveryCallIsPinned walks through all that a driver does and compares every request, method, address and body, with
// the file that was reviewed. What searches say in detail is pinned beside it.
func TestEveryCallIsPinned(t *testing.T) {
	var calls bytes.Buffer
	live := ""
	d := played(t, func(r *http.Request) (int, string) {
		body := []byte{}
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body) // of memory
		}
		fmt.Fprintf(&calls, "%s %s\n%s\n", r.Method, r.URL.RequestURI(), bytes.TrimSpace(body))
		switch {
		case strings.HasPrefix(r.URL.Path, "/_alias/"):
			if live == "" {
				return 404, `{"error":{"type":"aliases_not_found_exception"}}`
			}
			return 200, `{"` + live + `":{"aliases":{}}}`
		case r.Method == http.MethodPut && strings.Count(r.URL.Path, "/") == 1:
			if live == "" {
				live = strings.TrimPrefix(r.URL.Path, "/")
			}
		case strings.HasSuffix(r.URL.Path, "_search"):
			return 200, `{"hits":{"total":{"value":2},"hits":[{"_id":"a","_version":1,"sort":["a"]}]}}`
		case strings.HasSuffix(r.URL.Path, "_bulk"):
			return 200, `{"errors":false}`
		}
		return 200, `{}`
	})
	x := notes(t, d, search.Options{})
	ctx := t.Context()
	step := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	fmt.Fprintln(&calls, "# the first write")
	step("write", x.Put(ctx, search.Entry[note]{ID: "a", Version: 1, Doc: note{"sala"}}, search.Entry[note]{ID: "b", Version: 2, Deleted: true}))
	fmt.Fprintln(&calls, "# a page of everything, with versions, and the next")
	first, err := x.Query(ctx, search.Query{Limit: 1, Versions: true})
	step("search", err)
	_, err = x.Query(ctx, search.Query{Limit: 1, Versions: true, After: first.Next})
	step("search on", err)
	fmt.Fprintln(&calls, "# how many there are")
	_, err = x.Query(ctx, search.Query{})
	step("count", err)
	fmt.Fprintln(&calls, "# refresh, and which generation is live")
	step("refresh", x.Refresh(ctx))
	_, err = x.Live(ctx)
	step("live", err)
	fmt.Fprintln(&calls, "# a new generation beside it, published in its place")
	schema := x.Schema()
	g, err := d.Create(ctx, &schema)
	step("create", err)
	step("write to it", d.Write(ctx, &schema, g.Name, []search.Operation{{ID: "c", Version: 3, Deleted: true}}))
	step("publish", d.Publish(ctx, &schema, g))

	ids := regexp.MustCompile(`[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	seen := map[string]string{}
	got := ids.ReplaceAllStringFunc(calls.String(), func(g string) string {
		if seen[g] == "" {
			seen[g] = fmt.Sprintf("GENERATION-%d", len(seen)+1)
		}
		return seen[g]
	})
	const path = "testdata/calls.txt"
	if *updateCalls {
		step("rewrite", os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	step("read", err)
	if got != string(want) {
		t.Errorf("%s is not what would be sent now (go test ./essearch -update-calls rewrites it):\n%s", path, got)
	}
}
