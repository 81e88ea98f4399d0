package suite

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/identity/devissuer"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/web"
)

// Options say what a process runs.
type Options struct {
	Settings  *config.Settings
	Telemetry *telemetry.Telemetry
	Modules   []Module
	Clock     func() time.Time
	// Listener is used instead of listening on the settings' address. May be nil.
	Listener net.Listener
	// Started is called in the background once everything is served; an error stops the process. May be nil.
	Started func(ctx context.Context, s *Suite) error
}

// Suite is a set of services in one process, made and ready to run.
type Suite struct {
	options  Options
	url      string
	listener net.Listener
	internal net.Listener
	lock     *dataLock
	backends *backends
	network  *network
	issuer   *devissuer.Issuer
	running  []*running
	stopping chan struct{}
}

// running is one service in the process.
type running struct {
	module  Module
	env     *Env
	service *Service
	memory  *memory
	handler http.Handler
}

// New opens the backends and makes the services. Nothing is served before Run. On an error everything that was
// opened is closed again.
func New(ctx context.Context, o Options) (_ *Suite, err error) {
	s := &Suite{options: o, network: newNetwork(o), stopping: make(chan struct{})}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if faults := Faults(o.Modules...)(o.Settings); len(faults) > 0 {
		return nil, config.Faults(faults)
	}
	if err := s.listen(ctx); err != nil {
		return nil, err
	}
	if s.keepsFiles() {
		if s.lock, err = lockData(o.Settings.DataDir, fmt.Sprintf("the process that serves %s", s.url)); err != nil {
			return nil, err
		}
	}
	if s.backends, err = openBackends(ctx, o.Settings, o.Telemetry, s.searches()); err != nil {
		return nil, err
	}
	if err := s.openIssuer(); err != nil {
		return nil, err
	}
	for _, m := range o.Modules {
		s.network.local[m.Name+memorySuffix] = newMemory(m.Name)
	}
	for _, m := range o.Modules {
		r, err := s.start(ctx, m)
		if err != nil {
			return nil, fmt.Errorf("start %s: %w", m.Name, err)
		}
		s.running = append(s.running, r)
	}
	return s, nil
}

// URL is the origin as people see it.
func (s *Suite) URL() string { return s.url }

// LocalURL is where this process itself answers, whatever proxy stands before it.
func (s *Suite) LocalURL() string { return "http://" + s.listener.Addr().String() }

// InternalURL is where metrics and health are served, empty when that is off.
func (s *Suite) InternalURL() string {
	if s.internal == nil {
		return ""
	}
	return "http://" + s.internal.Addr().String()
}

// Issuer is the embedded development provider, nil when the issuer is a real one.
func (s *Suite) Issuer() *devissuer.Issuer { return s.issuer }

// Demonstration reports whether the records of all the named services hold invented people.
func (s *Suite) Demonstration(services ...string) bool {
	marked := 0
	for _, r := range s.running {
		for _, name := range services {
			if r.module.Name == name && r.env.Demo.On(context.Background()) {
				marked++
			}
		}
	}
	return marked == len(services)
}

// Describe tells, one line per role, which backend serves it.
func (s *Suite) Describe() []string { return describe(s.options.Settings, s.searches()) }

// Routes lists every route of every service, for the access matrix.
func (s *Suite) Routes() map[string][]web.Route {
	routes := map[string][]web.Route{}
	for _, r := range s.running {
		routes[r.module.Name] = r.service.Routes
	}
	return routes
}

// Run serves until ctx ends or a part fails, then stops in order: background work and long polls first,
// requests under way next, backends last.
func (s *Suite) Run(ctx context.Context) error {
	root, err := s.handler()
	if err != nil {
		return errors.Join(err, s.close())
	}
	work, stopWork := context.WithCancel(ctx)
	defer stopWork()
	group, groupCtx := errgroup.WithContext(work)
	var servers []*http.Server
	reserve := newUnused()
	serve := func(l net.Listener, h http.Handler) {
		server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: s.serverLog(), ConnState: reserve.observe}
		servers = append(servers, server)
		group.Go(func() error {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("serve %s: %w", l.Addr(), err)
			}
			return nil
		})
	}
	serve(s.listener, root)
	if s.internal != nil {
		serve(s.internal, s.internalHandler())
	}
	for _, r := range s.running {
		serve(r.memory, r.handler)
		for _, run := range r.service.Run {
			group.Go(func() error {
				if err := run(identity.With(groupCtx, identity.AsService(r.module.Name))); err != nil && groupCtx.Err() == nil {
					return fmt.Errorf("%s: %w", r.module.Name, err)
				}
				return nil
			})
		}
	}
	if s.options.Started != nil {
		group.Go(func() error { return s.options.Started(groupCtx, s) })
	}
	<-groupCtx.Done()
	close(s.stopping)
	for _, r := range s.running {
		if r.service.Stopping != nil {
			r.service.Stopping()
		}
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.options.Settings.StopTimeout)
	defer cancel()
	var errs []error
	reserve.close()
	for _, server := range servers {
		if err := server.Shutdown(grace); err != nil {
			errs = append(errs, fmt.Errorf("stop serving: %w", err), server.Close())
		}
	}
	errs = append(errs, group.Wait(), s.close())
	return errors.Join(errs...)
}

// close releases everything, in the reverse order of opening. It may be called once more.
func (s *Suite) close() error {
	var errs []error
	for i := len(s.running) - 1; i >= 0; i-- {
		r := s.running[i]
		if r.service.Close != nil {
			errs = append(errs, r.service.Close())
		}
		errs = append(errs, r.memory.Close(), r.env.Store.Close())
	}
	s.running = nil
	s.network.base.CloseIdleConnections()
	if s.backends != nil {
		errs = append(errs, s.backends.close())
	}
	for _, l := range []net.Listener{s.listener, s.internal} {
		if l != nil {
			_ = l.Close() // closed by its server already, unless that never ran
		}
	}
	errs = append(errs, s.lock.release())
	s.lock = nil
	return errors.Join(errs...)
}
