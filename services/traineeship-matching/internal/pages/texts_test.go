package pages

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, ui.MessageFolder(messages), "matching")
	uitest.CheckUse(t, "..", ui.MessageFolder(messages))
}
