// Package architecture holds the tests of how the modules may depend on each other; the linter enforces
// the same for single files.
package architecture

import (
	"os/exec"
	"path"
	"strings"
	"testing"
)

const module = "github.com/celav/celav/"

// imports lists every package of the workspace with what it and its tests import.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "work").Output()
	if err != nil {
		t.Fatalf("list the packages: %v", err)
	}
	packages := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) > 0 {
			packages[strings.TrimPrefix(fields[0], module)] = fields[1:]
		}
	}
	if len(packages) < 20 {
		t.Fatalf("only %d packages found", len(packages))
	}
	return packages
}

func service(pkg string) string {
	rest, ok := strings.CutPrefix(pkg, "services/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

func TestWhoMayImportWhom(t *testing.T) {
	for pkg, list := range imports(t) {
		for _, imported := range list {
			own, inside := strings.CutPrefix(imported, module)
			switch {
			case !inside:
				continue
			case strings.HasPrefix(pkg, "pkg/") && !strings.HasPrefix(own, "pkg/"):
				t.Errorf("%s imports %s: pkg knows no service", pkg, own)
			case service(pkg) != "" && service(own) != "" && service(pkg) != service(own):
				t.Errorf("%s imports %s: services talk over HTTP", pkg, own)
			case service(pkg) != "" && strings.HasPrefix(own, "deploy/"):
				t.Errorf("%s imports %s: a service does not know how it is deployed", pkg, own)
			}
		}
	}
}

// Foreign packages that only certain places may import.
func TestWhereForeignPackagesBelong(t *testing.T) {
	type rule struct {
		foreign string
		places  []string // path patterns of packages
	}
	rules := []rule{
		{"github.com/labstack/echo", []string{"pkg/web", "pkg/contract/*", "services/*", "services/*/internal/api", "services/*/internal/pages", "services/*/internal/pages/*"}},
		{"modernc.org/sqlite", []string{"pkg/sqldb"}},
		{"github.com/jackc/pgx", []string{"pkg/sqldb"}},
		{"github.com/blevesearch/bleve/", []string{"pkg/search/blevesearch"}},
		{"github.com/elastic/", []string{"pkg/search/essearch"}},
		{"github.com/hibiken/asynq", []string{"pkg/queue"}},
		{"github.com/alicebob/miniredis", []string{"pkg/queue"}},
		{"go.opentelemetry.io/otel/sdk", []string{"pkg/telemetry"}},
		{"go.opentelemetry.io/otel/exporters", []string{"pkg/telemetry"}},
		{"github.com/chromedp/", []string{"pkg/pdf"}},
		{"github.com/kelseyhightower/envconfig", []string{"pkg/config"}},
		{"github.com/wneessen/go-mail", []string{"pkg/outbox/mail"}},
	}
	used := map[string]bool{}
	for pkg, list := range imports(t) {
		if strings.HasPrefix(pkg, "pkg/prewarm") {
			continue
		}
		for _, imported := range list {
			for _, r := range rules {
				if !strings.HasPrefix(imported+"/", r.foreign) && !strings.HasPrefix(imported, r.foreign) {
					continue
				}
				used[r.foreign] = true
				if !anyMatch(r.places, pkg) {
					t.Errorf("%s imports %s, which belongs to %v", pkg, imported, r.places)
				}
			}
		}
	}
	for _, r := range rules {
		if !used[r.foreign] {
			t.Errorf("nothing imports %s: the rule is out of date", r.foreign)
		}
	}
}

// The root of the Elasticsearch client would add minutes to a first build.
func TestNoHeavyClient(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", module+"deploy/celav").Output()
	if err != nil {
		t.Fatalf("list the dependencies: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		switch strings.TrimSpace(line) {
		case "github.com/elastic/go-elasticsearch/v8", "github.com/elastic/go-elasticsearch/v8/esutil", "github.com/elastic/go-elasticsearch/v8/typedapi":
			t.Errorf("the binary contains %s", line)
		}
	}
}

func anyMatch(patterns []string, pkg string) bool {
	for _, p := range patterns {
		if ok, err := path.Match(p, pkg); err == nil && ok {
			return true
		}
	}
	return false
}

// Domain packages import the standard library, dates, faults, policy and their own kind only.
func TestDomainsDoNoIO(t *testing.T) {
	domains := map[string]bool{
		"pkg/policy":                                    true,
		"services/intake/internal/appointment":          true,
		"services/traineeship-matching/internal/match":  true,
		"services/traineeship-matching/internal/assign": true,
		"services/traineeship-matching/internal/ledger": true,
		"services/intake/internal/person":               true,
		"services/intake/internal/needs":                true,
		"services/intake/internal/referral":             true,
		"services/skills-assessment/internal/profile":   true,
		"services/employer-outreach/internal/opening":   true,
		"services/employer-outreach/internal/company":   true,
	}
	allowed := []string{"cloud.google.com/go/civil", module + "pkg/fault", module + "pkg/policy", "gopkg.in/yaml.v3", "github.com/RoaringBitmap/roaring"}
	io := map[string]bool{"net": true, "net/http": true, "os": true, "database/sql": true, "os/exec": true}
	packages := imports(t)
	for pkg := range domains {
		list, ok := packages[pkg]
		if !ok {
			t.Errorf("there is no package %s: the rule is out of date", pkg)
		}
		for _, imported := range list {
			first, _, _ := strings.Cut(imported, "/")
			foreign := strings.Contains(first, ".")
			ok := !foreign && !io[imported]
			for _, a := range allowed {
				ok = ok || strings.HasPrefix(imported, a)
			}
			own, inside := strings.CutPrefix(imported, module)
			ok = ok || (inside && domains[own])
			if !ok {
				t.Errorf("%s imports %s", pkg, imported)
			}
		}
	}
}
