// Package art27 holds what pages say about the rules on trainees from abroad (Art. 27).
package art27

import (
	"embed"
	"io/fs"

	"github.com/celav/celav/pkg/ui"
)

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }
