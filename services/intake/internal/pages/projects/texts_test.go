package projects_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/intake/internal/pages/projects"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, projects.Messages(), "intake.project") }
