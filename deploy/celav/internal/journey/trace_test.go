package journey_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// spansOf reads the spans that have arrived so far.
func (c *city) spansOf(t *testing.T) []span {
	t.Helper()
	var all []span
	for line := range strings.Lines(c.spans.String()) {
		var s span
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		all = append(all, s)
	}
	return all
}

// The page of a person's matches asks three other services, and all of that is one trace: a tree with one
// root, whose spans name the services.
func oneTrace(t *testing.T, c *city) {
	const page = "GET /matching/people/:id"
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	// In a language that nobody read before: names of concepts that are remembered are not asked for again.
	if got := b.send("GET", "/matching/people/"+ownPerson+"?lang=ar", nil); got.status != 200 {
		t.Fatalf("the page answers %d: %.300s", got.status, got.body)
	}
	services := []string{"assessment", "intake", "matching", "outreach"}
	var tree []span
	eventually(t, 20*time.Second, "the spans of all services arrive", func() bool {
		trace := ""
		all := c.spansOf(t)
		for _, s := range all {
			if s.Name == page {
				trace = s.Trace
			}
		}
		tree = slices.DeleteFunc(all, func(s span) bool { return s.Trace != trace })
		return trace != "" && slices.Equal(servicesOf(tree), services) && len(roots(tree)) == 1
	})
	root := roots(tree)[0]
	if root.Name != page || root.Service != "matching" {
		t.Errorf("the root is %q of %q", root.Name, root.Service)
	}
	kinds := map[string]int{}
	for _, s := range tree {
		kinds[s.Service]++
		for name := range s.Attributes {
			if strings.HasPrefix(name, "url.") || name == "db.query.text" || name == "db.statement" || name == "client.address" {
				t.Errorf("span %q tells %s", s.Name, name)
			}
		}
	}
	t.Logf("one trace %s: %d spans, by service %v", root.Trace, len(tree), kinds)
}

// openingsWay follows an opening that was just published: the employer's act, what matching reads of it, and its place in
// the index are one trace, so that who looks for a lost opening sees where it stopped.
func openingsWay(t *testing.T, c *city) {
	t.Helper()
	const act = "POST /outreach/v1/openings/:id/state"
	var way []string
	eventually(t, 20*time.Second, "an opening's way is one trace", func() bool {
		for _, root := range c.spansOf(t) {
			if root.Name != act {
				continue
			}
			tree := slices.DeleteFunc(c.spansOf(t), func(s span) bool { return s.Trace != root.Trace })
			way = way[:0]
			for _, s := range tree {
				way = append(way, s.Name)
			}
			slices.Sort(way)
			way = slices.Compact(way)
			if slices.Contains(way, "follow outreach") && slices.Contains(way, "index openings") {
				return true
			}
		}
		return false
	})
	t.Logf("an opening's way: %q", way)
}

func servicesOf(spans []span) []string {
	var names []string
	for _, s := range spans {
		if s.Service != "" {
			names = append(names, s.Service)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// roots are the spans whose parent has not arrived or does not exist.
func roots(spans []span) []span {
	known := map[string]bool{}
	for _, s := range spans {
		known[s.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(spans), func(s span) bool { return known[s.Parent] })
}
