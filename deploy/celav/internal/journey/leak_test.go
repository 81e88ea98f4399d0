package journey_test

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/web"
)

// Personal data that is sent through every route that takes input must be found in the records alone: not
// in logs, spans, metrics, search indices or Redis.
func TestNothingPersonalLeaks(t *testing.T) {
	t.Parallel()
	var routes map[string][]web.Route
	t.Run("together", func(t *testing.T) {
		c := together(t, nil)
		routes = c.routes
		leaks(t, c, routes)
	})
	t.Run("apart", func(t *testing.T) {
		if routes == nil { // this part runs without the other
			routes = together(t, nil).routes
		}
		leaks(t, apart(t), routes)
	})
}

// marks are what the test searches for, by what it stands for. They occur nowhere else.
type marks map[string]string

func newMarks() marks {
	m := marks{"date of birth": "1941-02-27", "legal status": "temporary-protection"}
	for _, what := range []string{"name", "contact", "request", "company's contact", "address", "search", "path", "query", "header", "invalid", "malformed"} {
		m[what] = "zqx" + strings.ToLower(rand.Text()[:16])
	}
	return m
}

func leaks(t *testing.T, c *city, routes map[string][]web.Route) {
	m := newMarks()
	c.settle(t)
	c.awaitMatches(t)
	c.shortlists(t)
	marked := c.liveMarked(t, m)
	c.sweep(t, m, routes)
	eventually(t, 20*time.Second, "the marked person has a match", func() bool { return len(c.matches(t, marked, "recall").openings()) > 0 })
	b := c.browser(t)
	b.signIn("demo-counsellor-1") // a session that is kept while the test looks
	for _, path := range []string{"/intake/people/" + marked, "/matching/people/" + marked, "/matching/openings/" + ownOpening, "/home"} {
		page := b.send(http.MethodGet, path, nil)
		if page.status != http.StatusOK {
			t.Errorf("%s answers %d", path, page.status)
		}
		if strings.HasPrefix(path, "/intake/people/") && !strings.Contains(string(page.body), m["name"]) {
			t.Error("the records do not hold the marked name: the test proves nothing")
		}
	}
	plantRedis(t, c)
	_, _ = c.logs.Write([]byte(`{"msg":"` + planted + "\"}\n"))
	_, _ = c.spans.Write([]byte(`{"Name":"` + planted + "\"}\n"))
	plantIndex(t, c)
	for place, text := range c.kept(t) {
		lower := strings.ToLower(text)
		for what, mark := range m {
			if at := strings.Index(lower, mark); at >= 0 {
				t.Errorf("%s: holds the %s: …%s…", place, what, text[max(0, at-300):min(len(text), at+len(mark)+100)])
			}
		}
		if place != "metrics" && !strings.Contains(lower, planted) {
			t.Errorf("%s: the planted mark was not found, so nothing would be", place)
		}
	}
}

// planted is put where nothing personal may be, to see that it is found there.
const planted = "zqxplantedplanted"

func plantRedis(t *testing.T, c *city) {
	t.Helper()
	if err := c.redis.Set(t.Context(), "celav:test:planted", planted, time.Minute).Err(); err != nil {
		t.Fatal(err)
	}
}

// plantIndex makes one more index beside the suite's, with the mark in a text.
func plantIndex(t *testing.T, c *city) {
	t.Helper()
	if c.indexPrefix != "" {
		address := server(t, elasticsearchURL) + "/" + c.indexPrefix + "-planted/_doc/1"
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, address, strings.NewReader(`{"text":"`+planted+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		if got := do(t, http.DefaultClient, request); got.status/100 != 2 {
			t.Fatalf("planting answers %d: %s", got.status, got.body)
		}
		return
	}
	one, err := bleve.New(c.indexDir+"/planted", bleve.NewIndexMapping())
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Index("1", map[string]string{"text": planted}); err != nil {
		t.Fatal(err)
	}
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
}

// liveMarked leads a marked person through the suite, as it is meant to be used.
func (c *city) liveMarked(t *testing.T, m marks) string {
	t.Helper()
	operator, counsellor := c.as(t, firstOperator), c.as(t, "demo-counsellor-1")
	id := "0190a0de-0000-7000-8000-000000000777"
	one := person(id, ownTeam, "Amal "+m["name"])
	one["contact"], one["request"], one["birthDate"] = fields{"channel": "email", "value": m["contact"] + "@example.org"}, m["request"], m["date of birth"]
	one["documents"] = list{fields{"kind": m["legal status"], "issuedOn": "2025-01-10", "expiresOn": "2027-01-09"}, fields{"kind": "citizen"}}
	operator.must("POST", "/intake/v1/people/batch", fields{"people": list{one}}, nil)
	operator.must("POST", "/assessment/v1/profiles/batch", fields{"items": list{profile(id)}}, nil)
	operator.must("POST", "/outreach/v1/companies/batch", fields{"items": list{fields{
		"id": "0190a0de-0000-7000-8000-000000000778", "name": "Ditta Prova",
		"contact": fields{"name": m["company's contact"], "email": m["company's contact"] + "@example.org", "phone": "+39 02 555"},
		"sites":   list{with(site("0190a0de-0000-7000-8000-000000000779"), fields{"address": m["address"]})},
	}}}, nil)
	contact := fields{"channel": "other", "value": m["contact"]}
	counsellor.must("PUT", "/intake/v1/people/"+id, fields{"version": c.version(t, id), "name": "Amal " + m["name"], "contact": contact, "language": "ar", "request": m["request"], "state": "active"}, nil)
	counsellor.must("POST", "/intake/v1/people/search", fields{"name": m["name"]}, nil)
	meeting := fields{"name": m["name"], "contact": contact, "language": "it", "request": m["request"]}
	first := counsellor.send("POST", "/intake/v1/people", meeting)
	if second := counsellor.send("POST", "/intake/v1/people", meeting); first.status/100 == 2 && second.status != http.StatusConflict {
		t.Errorf("the same person again answers %d", second.status)
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	b.send(http.MethodPost, "/intake/people/new", url.Values{
		"name": {m["name"]}, "contact.channel": {"other"}, "contact.value": {m["contact"]}, "language": {"fr"}, "request": {m["request"]},
		"team": {ownTeam}, "notDuplicate": {"true"}, "key": {uuid.NewString()}, "unemployed": {"yes"}, "inMilan": {"yes"},
	})
	b.send(http.MethodPost, "/intake/people/search", url.Values{"name": {m["name"]}})
	return id
}

// sweep knocks at every route with marks in every place that a request has.
func (c *city) sweep(t *testing.T, m marks, routes map[string][]web.Route) {
	t.Helper()
	rules := map[string]rule{}
	for _, r := range matrix() {
		rules[r.route] = r
	}
	v := newVisitors(t, c)
	users := []string{firstOperator, "demo-coordinator", "demo-counsellor-1", "demo-employer", "demo-person", ""}
	if c.restart != nil { // four processes share what one has for itself: fewer visitors, the same routes
		users = []string{firstOperator, "demo-counsellor-1", ""}
	}
	sent := 0
	for _, list := range routes {
		for _, route := range list {
			r := rules[route.Method+" "+route.Path]
			addresses := []string{v.address(route.Path, r, own()), marking(route.Path, m["path"])}
			if !strings.HasPrefix(route.Path, "/sign-") {
				addresses = append(addresses, addresses[0]+"?"+url.Values{"q": {m["query"]}, "name": {m["query"]}, "cursor": {m["query"]}, "after": {m["query"]}, "language": {m["query"]}, "id": {m["query"]}}.Encode())
			} else if route.Path == "/sign-out" {
				continue // it would end the visitors' sessions
			}
			for _, user := range users {
				for n, at := range addresses {
					all := bodies(r, route.API, m)
					if n > 0 { // the marks of an address and those of a body go different ways
						all = all[:1]
					}
					for _, body := range all {
						c.knock(t, v, user, route, at, body, m["header"])
						sent++
					}
				}
			}
			if route.API {
				to := strings.Split(route.Path, "/")[1]
				a := v.service(t, route.Path, identity.AsService("matching"))
				for _, body := range bodies(r, true, m) {
					a.send(route.Method, "/"+to+strings.TrimPrefix(marking(route.Path, m["path"]), "/"+to), body)
				}
			}
		}
	}
	t.Logf("%d marked requests", sent)
	if sent < 100*len(users) {
		t.Errorf("only %d requests: the routes are missing", sent)
	}
}

// marking puts a mark in the place of every parameter of a path.
func marking(path, mark string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") {
			parts[i] = mark
		}
	}
	return strings.Join(parts, "/")
}

// bodies are what a route's body can be: right with marks in the free texts, marks everywhere, unreadable.
func bodies(r rule, isAPI bool, m marks) [][]byte {
	if r.send == nil {
		return [][]byte{nil}
	}
	switch body := r.send(own()).(type) {
	case url.Values:
		right, wrong := url.Values{}, url.Values{}
		for name, values := range body {
			right[name], wrong[name] = values, []string{m["invalid"]}
			if freeText(name) {
				right[name] = []string{m["search"]}
			}
		}
		return [][]byte{[]byte(right.Encode()), []byte(wrong.Encode()), []byte("name=%zz" + m["malformed"])}
	case []byte:
		return [][]byte{[]byte(m["invalid"])}
	default:
		var tree any
		raw, err := json.Marshal(body)
		if err != nil || json.Unmarshal(raw, &tree) != nil {
			return [][]byte{nil}
		}
		right, _ := json.Marshal(replaced(tree, "", m["search"], freeText))
		wrong, _ := json.Marshal(replaced(tree, "", m["invalid"], func(name string) bool { return name != "title" && name != "description" }))
		return [][]byte{right, wrong, []byte(`{"name":"` + m["malformed"]), []byte(`"` + m["malformed"] + `"`)}
	}
}

// freeText reports whether people write what they like into a field. Title and description of an opening
// are meant for search.
func freeText(name string) bool {
	return slices.Contains([]string{"name", "value", "request", "label", "email", "phone", "address", "contact.value", "q", "note", "text", "contact"}, name)
}

func replaced(tree any, name, mark string, which func(string) bool) any {
	switch node := tree.(type) {
	case map[string]any:
		for k, v := range node {
			node[k] = replaced(v, k, mark, which)
		}
		return node
	case []any:
		for i, v := range node {
			node[i] = replaced(v, name, mark, which)
		}
		return node
	case string:
		if which(name) {
			return mark
		}
	}
	return tree
}

// knock sends one marked request and does not mind the answer, unless the service broke on it.
func (c *city) knock(t *testing.T, v *visitors, user string, route web.Route, at string, body []byte, mark string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), route.Method, c.url+at, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"User-Agent", "Referer", "Accept-Language", "X-Request-Id", "If-Match"} {
		request.Header.Set(name, mark)
	}
	request.Header.Set("Baggage", "name="+mark)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := c.client
	switch {
	case route.API:
		request.Header.Set("Content-Type", "application/json")
		if user != "" {
			request.Header.Set("Authorization", "Bearer "+v.apis[user].token)
		}
	case user == "":
		client = v.nobody.http
	default:
		client = v.browsers[user].http
	}
	if got := do(t, client, request); got.status == http.StatusInternalServerError {
		t.Errorf("%s %s by %q answers 500: %.300s\n%s\n%s", route.Method, route.Path, user, body, got.body[:min(len(got.body), 300)], tail(c.logs.String()))
	}
}
