// Package suite runs services: one alone in its process, or several in one, with the same wiring.
//
// It is the only package that knows all backends. A service is a Module; what it is handed is an Env.
package suite

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/pdf"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
)

// Names of the four services: mount prefix, schema, peer name and audience.
const (
	Intake     = "intake"
	Assessment = "assessment"
	Matching   = "matching"
	Outreach   = "outreach"
)

func names() []string { return []string{Intake, Assessment, Matching, Outreach} }

// Module is a service as a process sees it.
type Module struct {
	// Name is one of the four names.
	Name string
	// Needs are the services that it calls.
	Needs []string
	// Root is true for the service that answers for the origin's root: first page and sign-in.
	Root bool
	// Searches is true for the service that keeps search indices.
	Searches bool
	New      func(ctx context.Context, env *Env) (*Service, error)
}

// Service is a module that was made and is ready to serve.
type Service struct {
	Handler http.Handler
	// Routes lists the routes, for the access matrix.
	Routes []web.Route
	// Run is the work in the background. Each function returns nil soon after its context ends; an error
	// before that stops the whole process.
	Run []func(ctx context.Context) error
	// Stopping is called first when the process stops: long polls end. May be nil.
	Stopping func()
	// Ready says why the service cannot serve now. May be nil.
	Ready func(ctx context.Context) error
	// Close releases what New opened. May be nil.
	Close func() error
}

// Env is all that a service is handed. Nothing else is read from the process.
type Env struct {
	Name      string
	Settings  *config.Settings
	Clock     func() time.Time
	Telemetry *telemetry.Telemetry
	Store     *sqldb.DB
	Search    search.Driver
	Redis     redis.UniversalClient
	Identity  *identity.Identity
	Sealer    *seal.Sealer
	Printer   *pdf.Printer
	Audit     *audit.Recorder
	Demo      *Demonstration
	// PublicURL is the origin as people see it.
	PublicURL string

	peers    map[string]Peer
	stopping <-chan struct{}
	keys     web.KeyStore
}

// Peer is how one service calls another. URL includes the mount prefix: URL+"/v1/...".
type Peer struct {
	URL    string
	Client *http.Client
}

// Peer returns the way to a service that the module needs. The client adds the service token, which carries
// whoever the request's context is made for, the trace, and a deadline; a GET is tried again once.
func (e *Env) Peer(name string) Peer {
	p, ok := e.peers[name]
	if !ok {
		return Peer{URL: "http://undeclared", Client: &http.Client{Transport: undeclared(name)}}
	}
	return p
}

type undeclared string

// RoundTrip implements http.RoundTripper.
func (u undeclared) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("the module does not declare that it needs " + string(u))
}

// Router makes the service's routes with its messages.
func (e *Env) Router(catalog *ui.Catalog) *web.Router {
	return web.NewRouter(web.Options{
		Service:   e.Name,
		Telemetry: e.Telemetry,
		Bearer: func(ctx context.Context, token string) (identity.Principal, error) {
			return e.Identity.Bearer(ctx, token, e.Name)
		},
		Sessions:  e.Identity.Sessions,
		ErrorPage: ui.ErrorPage,
		Demo:      e.Demo.On,
		Proxied:   e.Settings.PublicURL != "",
		Stopping:  e.stopping,
		Keys:      e.keys,
	}, catalog)
}
