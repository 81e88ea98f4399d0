package architecture

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/seal"
)

const root = "../../../.."

// secrets fills in what env.example leaves to whoever runs the containers.
func secrets(t *testing.T) []string {
	t.Helper()
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(filepath.Join(root, "deploy/compose/env.example"))
	if err != nil {
		t.Fatal(err)
	}
	var env []string
	for line := range strings.Lines(string(example)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		switch {
		case value != "":
			t.Errorf("env.example holds a value for %s: a known secret is none", name)
		case name == "SEAL_KEY":
			value = key
		default:
			value = "0123456789abcdef0123456789abcdef0123456789a="
		}
		env = append(env, name+"="+value)
	}
	return env
}

// TestComposeStartsEveryService loads the file as Docker Compose does, and gives each service's environment to the
// suite's own check of its configuration.
func TestComposeStartsEveryService(t *testing.T) {
	options, err := cli.NewProjectOptions([]string{filepath.Join(root, "deploy/compose/compose.yaml")}, cli.WithEnv(secrets(t)))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"intake", "assessment", "matching", "outreach"} {
		t.Run(name, func(t *testing.T) {
			service, err := project.GetService(name)
			if err != nil {
				t.Fatal(err)
			}
			checkSettings(t, service)
			if _, err := os.Stat(filepath.Join(service.Build.Context, service.Build.Dockerfile)); err != nil {
				t.Errorf("its image is built from a file that is not there: %v", err)
			}
			if _, err := os.Stat(filepath.Join(root, "services", *service.Build.Args["SERVICE"], "cmd")); err != nil {
				t.Errorf("its image is built from no service of ours: %v", err)
			}
		})
	}
}

func checkSettings(t *testing.T, service types.ServiceConfig) {
	t.Helper()
	for name, value := range service.Environment {
		if value != nil { // nil: set only where .env sets it
			t.Setenv(name, *value)
		}
	}
	settings, err := config.Load()
	if err != nil {
		t.Fatal(err)
	}
	if settings.Profile != config.Production || settings.ServiceKey == "" || settings.PublicURL == "" {
		t.Errorf("it does not run as one of four in production: %q", settings.Profile)
	}
}

// TestChartSetsKnownSettings holds every CELAV_ name in the chart against the suite's own list.
func TestChartSetsKnownSettings(t *testing.T) {
	var printed bytes.Buffer
	if err := (&config.Settings{}).Print(&printed); err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`CELAV_[A-Z_]+`)
	known := names.FindAllString(printed.String(), -1)
	files, err := filepath.Glob(filepath.Join(root, "charts/celav/templates/*.yaml"))
	if err != nil || len(files) < 4 {
		t.Fatalf("the chart's templates: %v (%v)", files, err)
	}
	for _, file := range append(files, filepath.Join(root, "charts/celav/values.yaml")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names.FindAllString(string(text), -1) {
			prefix := strings.HasSuffix(name, "_") // completed by the name of a service
			if !prefix && !slices.Contains(known, name) {
				t.Errorf("%s sets %s, which the suite does not know", filepath.Base(file), name)
			}
		}
	}
}
