package suite

import (
	"context"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
)

const healthDeadline = 3 * time.Second

// start makes one service.
func (s *Suite) start(ctx context.Context, m Module) (_ *running, err error) {
	store, err := s.backends.openStore(ctx, m.Name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = store.Close() // the first error is the one to tell
		}
	}()
	id, err := s.identity(m.Name)
	if err != nil {
		return nil, err
	}
	demo, err := openDemonstration(ctx, store)
	if err != nil {
		return nil, err
	}
	tel := s.options.Telemetry.For(m.Name)
	recorder, err := audit.New(ctx, store, s.backends.sealer, tel.Log, s.options.Clock)
	if err != nil {
		return nil, fmt.Errorf("open the audit record: %w", err)
	}
	env := &Env{
		Name: m.Name, Settings: s.options.Settings, Clock: s.options.Clock, Telemetry: tel, Store: store, Search: s.backends.search,
		Redis: s.backends.redis, Identity: id, Sealer: s.backends.sealer, Printer: s.backends.printer, Audit: recorder, Demo: demo,
		PublicURL: s.url,
		peers:     map[string]Peer{}, stopping: s.stopping, keys: &keys{store, s.backends.sealer, s.options.Clock},
	}
	for _, need := range m.Needs {
		env.peers[need] = s.network.peer(id, tel, demo, need)
	}
	if m.Name != Intake {
		intake := s.network.peer(id, tel, demo, Intake)
		id.UseDirectory(identity.NewRemoteDirectory(m.Name, intake.Client, intake.URL))
	}
	service, err := m.New(ctx, env)
	if err != nil {
		return nil, err
	}
	service.Run = append(service.Run, recorder.Run)
	mux := http.NewServeMux()
	mux.Handle("GET /"+m.Name+"/keys.json", id.Keys())
	mux.Handle("/", service.Handler)
	return &running{module: m, env: env, service: service, memory: s.network.local[m.Name+memorySuffix], handler: mux}, nil
}

// handler is the one origin.
func (s *Suite) handler() (http.Handler, error) {
	mux := http.NewServeMux()
	assets, err := ui.AssetHandler()
	if err != nil {
		return nil, fmt.Errorf("open the page assets: %w", err)
	}
	mux.Handle(ui.AssetsPrefix, assets)
	mux.Handle("GET /livez", http.HandlerFunc(live))
	mux.Handle("GET /readyz", http.HandlerFunc(s.ready))
	if s.issuer != nil {
		mux.Handle("/oidc/", s.issuer)
	}
	for _, r := range s.running {
		mux.Handle("/"+r.module.Name+"/", r.handler)
		if r.module.Root {
			mux.Handle("/", r.handler)
		}
	}
	return mux, nil
}

// internalHandler serves operators: metrics and health.
func (s *Suite) internalHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.options.Telemetry.Metrics)
	mux.Handle("GET /livez", http.HandlerFunc(live))
	mux.Handle("GET /readyz", http.HandlerFunc(s.ready))
	return mux
}

func live(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("alive\n")) // a probe that went away wants no answer
}

// ready answers 200 when every service can reach its records and says it can serve, else 503 with the
// services' names. Search is not asked: without it everything but searching works.
func (s *Suite) ready(w http.ResponseWriter, req *http.Request) {
	ctx, cancel := context.WithTimeout(req.Context(), healthDeadline)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	status, text := http.StatusOK, ""
	check := func(name string, err error) {
		if err == nil {
			text += name + " ready\n"
			return
		}
		status = http.StatusServiceUnavailable
		text += name + " not ready\n"
		s.options.Telemetry.Log.WarnContext(ctx, "not ready", "part", name, "error", err)
	}
	check("sessions", s.backends.redis.Ping(ctx).Err())
	for _, r := range s.running {
		err := r.env.Store.PingContext(ctx)
		if err == nil && r.service.Ready != nil {
			err = r.service.Ready(ctx)
		}
		check(r.module.Name, err)
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // a probe that went away wants no answer
}

// serverLog passes what net/http complains about on, at a level that does not wake anybody.
func (s *Suite) serverLog() *log.Logger {
	return slog.NewLogLogger(s.options.Telemetry.Log.Handler(), slog.LevelDebug)
}
