package config_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/config"
)

func TestDefaultsAreEmbedded(t *testing.T) {
	s, err := config.Load()
	if err != nil {
		t.Fatal(err)
	}
	got := []string{s.Addr, s.DataDir, string(s.StoreURL), string(s.SearchURL), string(s.RedisURL), string(s.OIDCIssuer), s.StopTimeout.String()}
	want := []string{"127.0.0.1:8080", "var", "sqlite:var/", "embedded:var/index", "embedded:", "embedded:", (10 * time.Second).String()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheDataFolderMovesEmbeddedBackends(t *testing.T) {
	t.Setenv("CELAV_DATA_DIR", "/srv/celav/")
	s, err := config.Load()
	if err != nil {
		t.Fatal(err)
	}
	if s.StoreURL != "sqlite:/srv/celav/" || s.SearchURL != "embedded:/srv/celav/index" {
		t.Errorf("store %q, search %q", s.StoreURL, s.SearchURL)
	}
}

// Every fault is told at once, with its variable's name and never with its value.
func TestAllFaultsAtOnce(t *testing.T) {
	t.Setenv("CELAV_STOP_TIMEOUT", "sooon")
	t.Setenv("CELAV_STORE_ULR", "postgres://u:p@h/db")
	t.Setenv("CELAV_REDIS_URL", "")
	t.Setenv("CELAV_SEARCH_URL", "solr://hunter2")
	t.Setenv("CELAV_LOG_LEVEL", "loud")
	t.Setenv("CELAV_TEST_ANYTHING", "is not ours")
	_, err := config.Load()
	var faults config.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("got %v, want faults", err)
	}
	for _, name := range []string{"CELAV_STOP_TIMEOUT", "CELAV_STORE_ULR", "CELAV_REDIS_URL", "CELAV_SEARCH_URL", "CELAV_LOG_LEVEL"} {
		if !strings.Contains(err.Error(), name+":") {
			t.Errorf("%s is not named in\n%v", name, err)
		}
	}
	if len(faults) != 5 {
		t.Errorf("%d faults, want 5:\n%v", len(faults), err)
	}
	if !strings.Contains(err.Error(), "did you mean CELAV_STORE_URL?") {
		t.Errorf("the nearest name is not offered:\n%v", err)
	}
	for _, value := range []string{"sooon", "hunter2", "u:p"} {
		if strings.Contains(err.Error(), value) {
			t.Errorf("the value %q is printed:\n%v", value, err)
		}
	}
}

func TestProductionWantsEveryBackendNamed(t *testing.T) {
	t.Setenv("CELAV_PROFILE", "production")
	_, err := config.Load()
	for _, name := range []string{"CELAV_STORE_URL", "CELAV_SEARCH_URL", "CELAV_REDIS_URL", "CELAV_OIDC_ISSUER"} {
		if err == nil || !strings.Contains(err.Error(), name+": must be set") {
			t.Errorf("%s is not asked for:\n%v", name, err)
		}
	}
	t.Setenv("CELAV_STORE_URL", "sqlite:/srv/celav/")
	t.Setenv("CELAV_SEARCH_URL", "embedded:/srv/celav/index")
	t.Setenv("CELAV_REDIS_URL", "embedded:")
	t.Setenv("CELAV_OIDC_ISSUER", "embedded:")
	_, err = config.Load()
	if err == nil || strings.Count(err.Error(), "\n") != 1 || !strings.Contains(err.Error(), "CELAV_OIDC_ISSUER: the development provider") {
		t.Errorf("named embedded backends are accepted save the provider, got\n%v", err)
	}
}

func TestSecretsCannotBePrinted(t *testing.T) {
	t.Setenv("CELAV_SERVICE_KEY", "hunter2")
	t.Setenv("CELAV_STORE_URL", "postgres://celav:hunter2@db/celav")
	s, err := config.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := s.Print(&out); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&out, "%v %+v %#v %s", *s, *s, *s, s.ServiceKey)
	if strings.Contains(out.String(), "hunter2") {
		t.Errorf("a secret is printed:\n%s", out.String())
	}
	if s.ServiceKey.Reveal() != "hunter2" {
		t.Error("the secret is lost")
	}
	if !strings.Contains(out.String(), "CELAV_OIDC_CLIENT_SECRET") {
		t.Errorf("the names follow envconfig's rule:\n%s", out.String())
	}
}
