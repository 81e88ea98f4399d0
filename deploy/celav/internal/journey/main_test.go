package journey_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/suite"
	outreach "github.com/celav/celav/services/employer-outreach"
	intake "github.com/celav/celav/services/intake"
	assessment "github.com/celav/celav/services/skills-assessment"
	matching "github.com/celav/celav/services/traineeship-matching"
)

func modules() []suite.Module {
	return []suite.Module{intake.Module(), assessment.Module(), matching.Module(), outreach.Module()}
}

// moduleVariable makes the test's own binary run one service alone, as that service's main does: so the
// tests of separate processes need no other build.
const moduleVariable = "CELAVTEST_MODULE"

func TestMain(m *testing.M) {
	if name := os.Getenv(moduleVariable); name != "" {
		for _, module := range modules() {
			if module.Name == name {
				if file := os.Getenv(clockVariable); file != "" {
					os.Exit(serveMoved(module, moved{file}, os.Stdout, os.Stderr))
				}
				os.Exit(suite.Main(module, nil, os.Stdout, os.Stderr))
			}
		}
		os.Exit(2)
	}
	goleak.VerifyTestMain(m,
		goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"), // one per process, for ever
	)
}
