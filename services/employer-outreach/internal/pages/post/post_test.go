package post_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/employer-outreach/internal/pages"
	"github.com/celav/celav/services/employer-outreach/internal/pages/post"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, post.Messages(), "outreach.post")
	uitest.CheckUse(t, ".", post.Messages(), pages.Messages())
}
