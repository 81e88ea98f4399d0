package pages_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/employer-outreach/internal/pages"
	"github.com/celav/celav/services/employer-outreach/internal/pages/candidates"
	"github.com/celav/celav/services/employer-outreach/internal/pages/consultation"
	"github.com/celav/celav/services/employer-outreach/internal/pages/contacts"
	"github.com/celav/celav/services/employer-outreach/internal/pages/hiringinfo"
	"github.com/celav/celav/services/employer-outreach/internal/pages/joining"
	"github.com/celav/celav/services/employer-outreach/internal/pages/orientation"
	"github.com/celav/celav/services/employer-outreach/internal/pages/post"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func TestTextsAreCompleteInFourLanguages(t *testing.T) {
	uitest.CheckCatalog(t, pages.Messages(), "outreach")
	uitest.CheckCatalog(t, joining.Messages(), "outreach.joining")
	uitest.CheckCatalog(t, contacts.Messages(), "outreach")
	uitest.CheckCatalog(t, consultation.Messages(), "outreach.consultation")
	uitest.CheckUse(t, ".", pages.Messages(), contacts.Messages(), consultation.Messages(), joining.Messages(), orientation.Messages(), post.Messages(), candidates.Messages(), hiringinfo.Messages())
}
