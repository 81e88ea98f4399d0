package suite

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/pdf"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/engine"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/ui"
)

// backends are what the services of a process share: Redis, the search engine and the keys. Records are
// each service's own.
type backends struct {
	settings  *config.Settings
	telemetry *telemetry.Telemetry
	redis     redis.UniversalClient
	search    search.Driver
	sealer    *seal.Sealer
	printer   *pdf.Printer
	closers   []func() error
}

func openBackends(ctx context.Context, s *config.Settings, t *telemetry.Telemetry, searches bool) (_ *backends, err error) {
	b := &backends{settings: s, telemetry: t, search: search.Unavailable{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.close())
		}
	}()
	client, closeRedis, err := queue.OpenRedis(ctx, string(s.RedisURL), t.TracerProvider)
	if err != nil {
		return nil, fmt.Errorf("CELAV_REDIS_URL: %w", err)
	}
	b.redis = client
	b.closers = append(b.closers, closeRedis)
	if searches {
		if b.search, err = b.openSearch(); err != nil {
			return nil, fmt.Errorf("CELAV_SEARCH_URL: %w", err)
		}
		b.closers = append(b.closers, b.search.Close)
	}
	if b.sealer, err = b.openSealer(); err != nil {
		return nil, fmt.Errorf("CELAV_SEAL_KEY: %w", err)
	}
	assets, err := ui.AssetHandler()
	if err != nil {
		return nil, err
	}
	b.printer = pdf.New(s.Chromium, assets)
	b.closers = append(b.closers, b.printer.Close)
	return b, nil
}

func (b *backends) openSearch() (search.Driver, error) {
	t := b.telemetry
	return engine.Open(string(b.settings.SearchURL), engine.Options{
		Name: Matching,
		Transport: otelhttp.NewTransport(http.DefaultTransport, otelhttp.WithTracerProvider(t.TracerProvider), otelhttp.WithMeterProvider(t.MeterProvider),
			otelhttp.WithSpanNameFormatter(func(string, *http.Request) string { return "search" })),
	})
}

// openSealer takes the configured key; records in files may keep a key of their own beside them.
func (b *backends) openSealer() (*seal.Sealer, error) {
	if key := b.settings.SealKey.Reveal(); key != "" {
		return seal.New(key)
	}
	return seal.LoadOrCreate(filepath.Join(b.settings.DataDir, "keys", "seal.json"))
}

func (b *backends) openStore(ctx context.Context, service string) (*sqldb.DB, error) {
	db, err := sqldb.Open(ctx, sqldb.Options{URL: string(b.settings.StoreURL), Schema: service, Tracer: b.telemetry.TracerProvider, Meter: b.telemetry.MeterProvider})
	if err != nil {
		return nil, fmt.Errorf("CELAV_STORE_URL: open the records of %s: %w", service, err)
	}
	return db, nil
}

// serviceKey signs a service's calls. Alone, a service is given one; together they keep theirs in the data folder.
func (b *backends) serviceKey(service string, alone bool) (ed25519.PrivateKey, error) {
	if key := b.settings.ServiceKey.Reveal(); key != "" {
		k, err := identity.ParseKey(key)
		if err != nil {
			return nil, fmt.Errorf("CELAV_SERVICE_KEY: %w", err)
		}
		return k, nil
	}
	if alone {
		return nil, errors.New("CELAV_SERVICE_KEY: must be set for a service that runs alone (openssl rand -base64 32)")
	}
	return identity.LoadOrCreateKey(filepath.Join(b.settings.DataDir, "keys", service+".key"))
}

func (b *backends) close() error {
	var errs []error
	for i := len(b.closers) - 1; i >= 0; i-- {
		errs = append(errs, b.closers[i]())
	}
	b.closers = nil
	return errors.Join(errs...)
}

// describe tells, one line per role, which backend serves it.
func describe(s *config.Settings, searches bool) []string {
	lines := []string{"records    " + s.StoreURL.String()}
	if searches {
		lines = append(lines, "search     "+engine.Describe(string(s.SearchURL)))
	}
	mail := "kept in the outbox"
	if s.SmtpURL != "" {
		mail = s.SmtpURL.String()
	}
	return append(lines, "sessions   "+s.RedisURL.String(), "identity   "+s.OIDCIssuer.String(), "mail       "+mail, "PDF        "+pdf.Describe(s.Chromium))
}
