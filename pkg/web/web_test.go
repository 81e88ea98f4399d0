package web_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const document = `
openapi: 3.0.3
info: {title: test, version: "1"}
servers: [{url: /intake}]
paths:
  /v1/people:
    post:
      operationId: createPerson
      x-action: person.create
      x-max-bytes: 300
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              required: [name, born, sites]
              properties:
                name: {type: string, minLength: 2, maxLength: 20}
                born: {type: string, format: date}
                sites: {type: array, maxItems: 2, items: {type: object, properties: {id: {type: string, format: uuid}}}}
      responses: {"201": {description: made}}
    get:
      operationId: listPeople
      x-action: person.list
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
      responses: {"200": {description: ok}}
  /v1/people/{id}:
    get:
      operationId: readPerson
      x-action: person.read
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
      responses: {"200": {description: ok}}
  /v1/nobody:
    get:
      operationId: nobodyMay
      responses: {"200": {description: ok}}
`

func counsellor() identity.Principal {
	return identity.Principal{Subject: "s1", Roles: []identity.Role{identity.Counsellor}, Team: "t1"}
}

// options answer for a counsellor with the token "good" or the cookie "good".
func options() web.Options {
	return web.Options{
		Service:   "intake",
		Telemetry: telemetry.Discard(),
		Bearer: func(_ context.Context, token string) (identity.Principal, error) {
			if token != "good" {
				return identity.Principal{}, fault.New(fault.Unauthenticated, "The token is not valid.")
			}
			return counsellor(), nil
		},
		Sessions: func(func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
			return func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if c, err := r.Cookie("session"); err == nil && c.Value == "good" {
						r = r.WithContext(identity.With(r.Context(), counsellor()))
					}
					next.ServeHTTP(w, r)
				})
			}
		},
		ErrorPage: ui.ErrorPage,
		Keys:      &memoryKeys{answers: map[string]web.Answer{}, hashes: map[string]string{}},
	}
}

type memoryKeys struct {
	answers map[string]web.Answer
	hashes  map[string]string
}

func (k *memoryKeys) Begin(_ context.Context, key, hash string) (*web.Answer, error) {
	if h, ok := k.hashes[key]; ok {
		if h != hash {
			return nil, fault.New(fault.Conflict, "used for another request")
		}
		a := k.answers[key]
		return &a, nil
	}
	k.hashes[key] = hash
	return nil, nil
}

func (k *memoryKeys) Finish(_ context.Context, key string, a web.Answer) error {
	k.answers[key] = a
	return nil
}

func (k *memoryKeys) Abandon(_ context.Context, key string) error {
	delete(k.hashes, key)
	return nil
}

func newRouter(t *testing.T) *web.Router {
	t.Helper()
	catalog, err := ui.NewCatalog()
	if err != nil {
		t.Fatal(err)
	}
	return web.NewRouter(options(), catalog)
}

// service has three operations and two pages.
func service(t *testing.T) http.Handler {
	t.Helper()
	r := newRouter(t)
	made := 0
	k := r.Contract([]byte(document))
	k.POST("/intake/v1/people", func(c echo.Context) error {
		made++
		if _, err := io.ReadAll(c.Request().Body); err != nil {
			return err
		}
		return c.JSON(http.StatusCreated, made)
	})
	k.GET("/intake/v1/people", func(c echo.Context) error { return c.JSON(http.StatusOK, []string{}) })
	k.GET("/intake/v1/people/:id", func(echo.Context) error { return io.ErrUnexpectedEOF })
	r.Page(http.MethodGet, "/people", identity.PersonList, func(c echo.Context) error {
		return web.Render(c, http.StatusOK, templ.Raw("<p>"+ui.Lang(c.Request().Context())+"</p>"))
	})
	r.Page(http.MethodPost, "/people", identity.PersonCreate, func(c echo.Context) error { return web.See(c, "/intake/people") })
	r.Page(http.MethodGet, "/broken", identity.PersonList, func(echo.Context) error { panic("hunter2") })
	h, err := r.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

type call struct {
	method, path, body string
	header             map[string]string
}

func send(h http.Handler, c call) *httptest.ResponseRecorder {
	req := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
	if c.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for k, v := range c.header {
		req.Header.Set(k, v)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

var (
	bearer = map[string]string{"Authorization": "Bearer good"}
	cookie = map[string]string{"Cookie": "session=good"}
)

// A route that names no action does not let the service start.
func TestDenyByDefault(t *testing.T) {
	r := newRouter(t)
	r.Contract([]byte(document)).GET("/intake/v1/nobody", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	if _, err := r.Handler(); err == nil || !strings.Contains(err.Error(), "nobodyMay") {
		t.Errorf("an operation without an action: %v", err)
	}
	r = newRouter(t)
	r.Page(http.MethodGet, "/open", "", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	if _, err := r.Handler(); err == nil {
		t.Error("a page without an action is served")
	}
	r = newRouter(t)
	r.Contract([]byte(document)).GET("/intake/v1/unknown", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	if _, err := r.Handler(); err == nil {
		t.Error("an operation outside the contract is served")
	}
}

func TestWhoMay(t *testing.T) {
	h := service(t)
	for _, c := range []struct {
		name string
		call call
		want int
	}{
		{"API without a token", call{method: "GET", path: "/intake/v1/people"}, 401},
		{"API with a bad token", call{"GET", "/intake/v1/people", "", map[string]string{"Authorization": "Bearer bad"}}, 401},
		{"API with a cookie only", call{"GET", "/intake/v1/people", "", cookie}, 401},
		{"API with a token", call{"GET", "/intake/v1/people", "", bearer}, 200},
		{"page with a token only", call{"GET", "/intake/people", "", bearer}, 303},
		{"page with a cookie", call{"GET", "/intake/people", "", cookie}, 200},
		{"post of another site", call{"POST", "/intake/people", "", map[string]string{"Cookie": "session=good", "Sec-Fetch-Site": "cross-site"}}, 403},
		{"post of the same site", call{"POST", "/intake/people", "", map[string]string{"Cookie": "session=good", "Sec-Fetch-Site": "same-origin"}}, 303},
		{"unknown page", call{method: "GET", path: "/intake/nothing"}, 404},
		{"wrong method", call{"PUT", "/intake/v1/people", "{}", bearer}, 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			if rec := send(h, c.call); rec.Code != c.want {
				t.Errorf("answered %d, want %d: %s", rec.Code, c.want, rec.Body)
			}
		})
	}
	if to := send(h, call{method: "GET", path: "/intake/people?q=1"}).Header().Get("Location"); to != "/sign-in?language=it&next=%2Fintake%2Fpeople%3Fq%3D1" {
		t.Errorf("sent to %q", to)
	}
}

// Everything that is wrong is told at once, each fault located, no value repeated.
func TestValidation(t *testing.T) {
	h := service(t)
	rec := send(h, call{"POST", "/intake/v1/people", `{"name":"x","born":"2026-02-30","sites":[{"id":"hunter2"}],"extra":1}`, bearer})
	var doc problem.Document
	if err := json.Unmarshal(rec.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, e := range doc.Errors {
		got[e.Pointer+e.Parameter] = e.Code
	}
	want := map[string]string{"/name": "too-short", "/born": "format", "/sites/0/id": "format", "/extra": "unknown-field"}
	if diff := cmp.Diff(want, got); diff != "" || rec.Code != 422 {
		t.Errorf("%d %s\n%s", rec.Code, rec.Body, diff)
	}
	if strings.Contains(rec.Body.String(), "hunter2") {
		t.Errorf("a value is repeated: %s", rec.Body)
	}
	for _, c := range []struct {
		name      string
		call      call
		status    int
		parameter string
	}{
		{"query", call{"GET", "/intake/v1/people?limit=900", "", bearer}, 422, "limit"},
		{"path", call{"GET", "/intake/v1/people/7", "", bearer}, 422, "id"},
		{"malformed", call{"POST", "/intake/v1/people", `{"name":`, bearer}, 400, ""},
		{"too large", call{"POST", "/intake/v1/people", `{"name":"` + strings.Repeat("x", 400) + `"}`, bearer}, 413, ""},
		{"missing body", call{"POST", "/intake/v1/people", "", bearer}, 422, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := send(h, c.call)
			if rec.Code != c.status || rec.Header().Get("Content-Type") != problem.ContentType || !strings.Contains(rec.Body.String(), c.parameter) {
				t.Errorf("answered %d %s", rec.Code, rec.Body)
			}
		})
	}
	if rec := send(h, call{"POST", "/intake/v1/people", `{"name":"Ada","born":"1999-03-29","sites":[{"id":"0190163d-8694-739b-aea5-966c26f8ad91"}]}`, bearer}); rec.Code != 201 {
		t.Errorf("a correct request with a UUIDv7 answered %d %s", rec.Code, rec.Body)
	}
}

// The same key gives the same answer and makes nothing twice.
func TestIdempotency(t *testing.T) {
	h := service(t)
	header := map[string]string{"Authorization": "Bearer good", "Idempotency-Key": "k1"}
	body := `{"name":"Ada","born":"1999-03-29","sites":[]}`
	first := send(h, call{"POST", "/intake/v1/people", body, header})
	again := send(h, call{"POST", "/intake/v1/people", body, header})
	if first.Code != 201 || again.Code != 201 || first.Body.String() != again.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("first %d %s, again %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	other := send(h, call{"POST", "/intake/v1/people", strings.Replace(body, "Ada", "Eva", 1), header})
	if other.Code != http.StatusConflict {
		t.Errorf("the key for another request answered %d", other.Code)
	}
	free := send(h, call{"POST", "/intake/v1/people", body, bearer})
	if free.Body.String() == first.Body.String() {
		t.Error("without a key nothing is replayed")
	}
}

// A failure shows nothing of its cause, as problem or as page, and always carries the security headers.
func TestFailuresSayNothing(t *testing.T) {
	h := service(t)
	api := send(h, call{"GET", "/intake/v1/people/0190163d-8694-739b-aea5-966c26f8ad91", "", bearer})
	if api.Code != 500 || strings.Contains(api.Body.String(), "EOF") || api.Header().Get("Content-Type") != problem.ContentType {
		t.Errorf("API: %d %s", api.Code, api.Body)
	}
	page := send(h, call{"GET", "/intake/broken", "", cookie})
	if page.Code != 500 || strings.Contains(page.Body.String(), "hunter2") || !strings.Contains(page.Header().Get("Content-Type"), "text/html") {
		t.Errorf("page: %d %s", page.Code, page.Body)
	}
	for _, rec := range []*httptest.ResponseRecorder{api, page} {
		if csp := rec.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; script-src 'self'") {
			t.Errorf("policy %q", csp)
		}
	}
}

// The language is the query's, the cookie's, the browser's, or Italian.
func TestLanguage(t *testing.T) {
	h := service(t)
	with := func(k, v string) map[string]string { return map[string]string{"Cookie": "session=good", k: v} }
	for _, c := range []struct {
		path   string
		header map[string]string
		want   string
	}{
		{"/intake/people", cookie, "it"},
		{"/intake/people", with("Accept-Language", "ar-MA, fr;q=0.8"), "ar"},
		{"/intake/people", map[string]string{"Cookie": "session=good; celav_lang=fr", "Accept-Language": "ar"}, "fr"},
		{"/intake/people?lang=en", with("Accept-Language", "ar"), "en"},
	} {
		rec := send(h, call{"GET", c.path, "", c.header})
		if rec.Body.String() != "<p>"+c.want+"</p>" || rec.Header().Get("Content-Language") != c.want {
			t.Errorf("%s %v: %s, want %s", c.path, c.header, rec.Body, c.want)
		}
		if chosen := strings.Contains(rec.Header().Get("Set-Cookie"), "celav_lang="+c.want); chosen != strings.Contains(c.path, "lang=") {
			t.Errorf("%s: cookie %q", c.path, rec.Header().Get("Set-Cookie"))
		}
	}
}

// A request that takes longer than its deadline is unavailable, not internal.
func TestDeadline(t *testing.T) {
	r := newRouter(t)
	r.Page(http.MethodGet, "/slow", identity.Public, func(c echo.Context) error {
		<-c.Request().Context().Done()
		return c.Request().Context().Err()
	}, web.Limit{Deadline: time.Millisecond})
	h, err := r.Handler()
	if err != nil {
		t.Fatal(err)
	}
	if rec := send(h, call{method: "GET", path: "/intake/slow"}); rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" {
		t.Errorf("answered %d", rec.Code)
	}
}
