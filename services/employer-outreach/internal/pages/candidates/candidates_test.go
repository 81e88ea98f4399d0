package candidates_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/employer-outreach/internal/pages/candidates"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, candidates.Messages(), "outreach")
	uitest.CheckUse(t, ".", candidates.Messages())
}
