package ui

import (
	"context"

	"github.com/a-h/templ"
)

// Page is what the layout needs to know of a page.
type Page struct {
	Title       string     // in the page's language; the browser's title and, unless NoHeading, the h1
	Lead        string     // one sentence under the heading
	Path        string     // path (and query) of this page by GET; "" takes the request's: set it on answers to POST
	Breadcrumbs []Link     // from the front page's child downwards, without the page itself
	Errors      Errors     // shown as a summary above the content and announced in the title
	NoHeading   bool       // the page draws its own h1 (first page)
	Wide        bool       // tables and match lists use the whole width
	File        PersonFile // whose file the page belongs to
	Secret      bool       // the address itself lets in: no page that this one leads to is told it
}

// Link is a text that leads somewhere on this origin.
type Link struct{ Text, Href string }

// Tone colours badges and alerts; the text alone must already say it.
type Tone string

// The tones.
const (
	Neutral Tone = "neutral"
	Info    Tone = "info"
	Good    Tone = "good"
	Warn    Tone = "warn"
	Bad     Tone = "bad"
)

// Tab is one of several views of the same thing, each with its own URL.
type Tab struct {
	Text, Href string
	Current    bool
}

// Step is one stage of a task in several pages.
type Step struct {
	Text, Href    string // Href only where one may go
	Done, Current bool
}

// Definition is one row of a description list; Value or, for more than text, Body.
type Definition struct {
	Term, Value string
	// Own says that somebody wrote the value: it keeps the direction of its language.
	Own  bool
	Body templ.Component
}

// Column heads a column of a table.
type Column struct {
	Text   string
	Number bool // figures stand at the end of the cell
	Hidden bool // the heading is for screen readers only (actions)
}

// Cell holds a text, a link with the text, or a component.
type Cell struct {
	Text, Href string
	Body       templ.Component
	Lang       string // when not the page's
}

// Table is a list of things with the same facts. On a phone each row becomes a card.
// The first column names the row.
type Table struct {
	Caption       string
	CaptionHidden bool // the heading above says it already
	Columns       []Column
	Rows          [][]Cell
}

// Pager leads through a list by cursor. Empty links are left out.
type Pager struct {
	First, Next string
	Shown       int // how many are shown on this page
}

// Gauge is a value on a scale from 0 to Max, drawn as <meter> with its text beside it.
type Gauge struct {
	Label string
	Value float64
	Max   float64 // 0 means 1
	Text  string  // how the value reads; "" writes it in percents
	// Titled: what stands above it says what it is, as the heading of a column; the label is for who hears it.
	Titled bool
}

// Tile is a card that leads somewhere.
type Tile struct {
	Title, Href, Text, Icon string
	Badge                   string
	Tone                    Tone
	Level                   int // heading level, 0 means 2
}

// Failure is what the error page shows. Trace is the trace id that the log has too.
type Failure struct {
	Status       int
	Title, Text  string // "" takes the texts for the status
	Trace        string
	RetrySeconds int
}

func (g Gauge) max() float64 {
	if g.Max <= 0 {
		return 1
	}
	return g.Max
}

// crumbs are the page's own, or those of the file that it belongs to.
func (p Page) crumbs(ctx context.Context) []Link {
	if len(p.Breadcrumbs) == 0 && p.File.ID != "" {
		return p.File.crumbs(ctx)
	}
	return p.Breadcrumbs
}
