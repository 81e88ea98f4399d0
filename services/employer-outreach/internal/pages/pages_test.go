package pages

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTextsAreCompleteInFourLanguages(t *testing.T) {
	uitest.CheckCatalog(t, ui.MessageFolder(messages), "outreach")
	uitest.CheckUse(t, ".", ui.MessageFolder(messages))
}
