package suite

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/identity/devissuer"
)

// alone reports whether some of the four services run in other processes.
func (s *Suite) alone() bool { return len(elsewhere(s.options.Modules)) > 0 }

// elsewhere are the services that run in other processes than these modules.
func elsewhere(modules []Module) []string {
	return slices.DeleteFunc(names(), func(name string) bool {
		return slices.ContainsFunc(modules, func(m Module) bool { return m.Name == name })
	})
}

func (s *Suite) searches() bool {
	for _, m := range s.options.Modules {
		if m.Searches {
			return true
		}
	}
	return false
}

// keepsFiles reports whether an embedded backend writes into the data folder.
func (s *Suite) keepsFiles() bool {
	set := s.options.Settings
	return keepsRecordsInFiles(set) || (s.searches() && strings.HasPrefix(string(set.SearchURL), "embedded:"))
}

func (s *Suite) listen(ctx context.Context) (err error) {
	var lc net.ListenConfig
	s.listener = s.options.Listener
	if s.listener == nil {
		if s.listener, err = lc.Listen(ctx, "tcp", s.options.Settings.Addr); err != nil {
			return fmt.Errorf("CELAV_ADDR: %w", err)
		}
	}
	if s.options.Settings.InternalAddr != "off" {
		if s.internal, err = lc.Listen(ctx, "tcp", s.options.Settings.InternalAddr); err != nil {
			return fmt.Errorf("CELAV_INTERNAL_ADDR: %w", err)
		}
	}
	s.url = "http://" + s.listener.Addr().String()
	if public := s.options.Settings.PublicURL; public != "" {
		s.url = strings.TrimSuffix(public, "/")
	}
	return nil
}

func (s *Suite) openIssuer() (err error) {
	if !s.developmentIssuer() {
		return nil
	}
	s.issuer, err = devissuer.New(devissuer.Options{
		URL: s.url + "/oidc", ClientID: s.options.Settings.OIDCClientID, RedirectURI: s.url + "/sign-in/callback",
		Audience: s.options.Settings.OIDCAudience, Log: s.options.Telemetry.Log, Now: s.options.Clock,
	})
	if err != nil {
		return fmt.Errorf("CELAV_OIDC_ISSUER: %w", err)
	}
	return nil
}

func (s *Suite) developmentIssuer() bool {
	return strings.HasPrefix(string(s.options.Settings.OIDCIssuer), "embedded:")
}

// identity makes a service's way of knowing who asks.
func (s *Suite) identity(service string) (*identity.Identity, error) {
	key, err := s.backends.serviceKey(service, s.alone())
	if err != nil {
		return nil, err
	}
	set := s.options.Settings
	issuer := identity.Issuer{URL: string(set.OIDCIssuer), ClientID: set.OIDCClientID, ClientSecret: set.OIDCClientSecret.Reveal(), Audience: set.OIDCAudience, Development: s.developmentIssuer()}
	if s.issuer != nil {
		issuer.URL, issuer.Client = s.url+"/oidc", s.issuer.Client()
	}
	plain := &http.Client{Transport: s.network.base, Timeout: 5 * time.Second}
	return identity.New(identity.Options{
		Service: service, PublicURL: s.url, Issuer: issuer, Redis: s.backends.redis, Key: key, Operators: set.Operators, Now: s.options.Clock,
		PeerKeys: func(ctx context.Context, peer string) ([]byte, error) {
			for _, known := range names() {
				if known == peer {
					return identity.FetchKeys(ctx, plain, s.network.origin(peer)+"/"+peer+"/keys.json")
				}
			}
			return nil, fault.New(fault.NotFound, "there is no such service")
		},
	})
}
