package ui

import (
	"context"

	"github.com/a-h/templ"
)

func (t Tone) icon() string {
	switch t {
	case Good:
		return "check"
	case Warn:
		return "warning"
	case Bad:
		return "error"
	default:
		return "info"
	}
}

func (t Tile) tone() Tone {
	if t.Tone == "" {
		return Info
	}
	return t.Tone
}

func (t Table) column(n int) Column {
	if n < len(t.Columns) {
		return t.Columns[n]
	}
	return Column{}
}

func (g Gauge) text(ctx context.Context) string {
	return orText(g.Text, Percent(ctx, g.Value/g.max()))
}

// langOf marks a text that is not in the page's language.
func langOf(tag string) templ.Attributes {
	if tag == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"lang": tag, "dir": DirOf(tag)}
}
