// Package web is the HTTP edge that the four services share, on echo: limits, deadlines, security headers,
// who asks, what they may do, validation against the contract, and one place that turns errors into answers.
//
// A service's routes are made by its Router only, which denies by default: a page or an API operation
// that names no action is not served at all.
package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/ui"
)

// Options are what a service's router needs from the process it runs in.
type Options struct {
	// Service is the mount prefix without its slash and the audience of its tokens: "intake".
	Service   string
	Telemetry *telemetry.Telemetry
	// Bearer turns a bearer token into who asks; an invalid one is an Unauthenticated fault.
	Bearer func(ctx context.Context, token string) (identity.Principal, error)
	// Sessions puts who is signed in by the page's cookie into the request's context; fail answers when
	// sessions cannot be read.
	Sessions func(fail func(http.ResponseWriter, *http.Request, error)) func(next http.Handler) http.Handler
	// ErrorPage draws what went wrong.
	ErrorPage func(f ui.Failure) templ.Component
	// Demo tells whether the records are an invented city; every page says so.
	Demo func(ctx context.Context) bool
	// Proxied is true when a reverse proxy that sets X-Forwarded-For stands before.
	Proxied bool
	// Stopping is closed when the process stops; long polls end then.
	Stopping <-chan struct{}
	// Keys remembers the answers to POSTs that carry an Idempotency-Key; without it they are refused.
	Keys KeyStore
}

// Router makes the routes of one service.
type Router struct {
	echo    *echo.Echo
	options Options
	catalog *ui.Catalog
	origin  *http.CrossOriginProtection
	routes  []Route
	faults  []error
}

// Route is one registered route, for the access matrix.
type Route struct {
	Method, Path string
	Action       identity.Action
	API          bool
}

// NewRouter makes a router whose routes lie below /<service>; the catalog holds the service's messages.
func NewRouter(o Options, catalog *ui.Catalog) *Router {
	r := &Router{echo: echo.New(), options: o, catalog: catalog, origin: http.NewCrossOriginProtection()}
	e := r.echo
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	if o.Proxied {
		e.IPExtractor = echo.ExtractIPFromXFFHeader()
	}
	e.HTTPErrorHandler = r.fail
	e.Use(r.observe, r.recovered, secure, r.speak)
	return r
}

// Handler serves the routes. It fails when a route was registered wrongly, so that the service does not start.
func (r *Router) Handler() (http.Handler, error) {
	for _, err := range r.faults {
		return nil, fmt.Errorf("routes of %s: %w", r.options.Service, err)
	}
	return r.traced(), nil
}

// Routes lists what was registered.
func (r *Router) Routes() []Route { return r.routes }

// Stopping is closed when the process stops; a handler that waits (a long poll) returns then.
func (r *Router) Stopping() <-chan struct{} { return r.options.Stopping }

// Page registers a page: cookie sessions only, guarded against cross-origin posts. The path lies below the
// service's prefix ("/people/:id"); the form's fields are read by the handler from c.Request().
func (r *Router) Page(method, path string, a identity.Action, h echo.HandlerFunc, limits ...Limit) {
	r.page(method, "/"+r.options.Service+path, a, h, limits)
}

// Root registers a page of the origin's root ("/sign-in"); the module must claim the path in its Roots.
func (r *Router) Root(method, path string, a identity.Action, h echo.HandlerFunc, limits ...Limit) {
	r.page(method, path, a, h, limits)
}

func (r *Router) page(method, path string, a identity.Action, h echo.HandlerFunc, limits []Limit) {
	if a == "" {
		r.faults = append(r.faults, fmt.Errorf("%s %s names no action", method, path))
		return
	}
	r.routes = append(r.routes, Route{Method: method, Path: path, Action: a})
	r.echo.Add(method, path, h, limited(limits), r.sameOrigin, r.signedIn, throttled(), r.allowed(a), r.rendering)
}

// Render answers with a component as the page.
func Render(c echo.Context, status int, page templ.Component) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	buffer := templ.GetBuffer()
	defer templ.ReleaseBuffer(buffer)
	if err := page.Render(c.Request().Context(), buffer); err != nil {
		return fmt.Errorf("draw the page %s: %w", c.Path(), err)
	}
	c.Response().WriteHeader(status)
	if _, err := c.Response().Write(buffer.Bytes()); err != nil {
		return fault.New(fault.Unavailable, "the page could not be sent").Because(err)
	}
	return nil
}

// See answers a successful POST: the browser goes on to the page at the path.
func See(c echo.Context, path string) error {
	return c.Redirect(http.StatusSeeOther, path)
}

// Limit sets what one route may take.
type Limit struct {
	// Body is the most bytes of a request's body, Deadline the longest time; zero means the default.
	Body     int64
	Deadline time.Duration
}
