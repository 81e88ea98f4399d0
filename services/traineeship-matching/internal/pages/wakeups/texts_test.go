package wakeups_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/wakeups"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, wakeups.Messages(), "matching") }
