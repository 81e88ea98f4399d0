package pages_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/skills-assessment/internal/pages"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, ui.MessageFolder(pages.Messages()), "assessment")
	uitest.CheckUse(t, ".", ui.MessageFolder(pages.Messages()))
}
