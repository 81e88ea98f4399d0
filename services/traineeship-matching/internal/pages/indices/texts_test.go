package indices_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/indices"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, indices.Messages(), "matching") }
