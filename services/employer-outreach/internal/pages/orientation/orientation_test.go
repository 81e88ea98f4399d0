package orientation_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/employer-outreach/internal/pages"
	"github.com/celav/celav/services/employer-outreach/internal/pages/orientation"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, orientation.Messages(), "outreach.desk")
	uitest.CheckUse(t, ".", orientation.Messages(), pages.Messages())
}
