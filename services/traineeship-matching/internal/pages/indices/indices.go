// Package indices holds the page on which operators see how far memory and search indices follow the records, and what
// differed.
package indices

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Projection is what the page shows and sets to work.
type Projection interface {
	Status(ctx context.Context) (projection.Status, error)
	Reindex(ctx context.Context, fromZero bool) error
	Compare()
}

// Pages answers the requests for pages.
type Pages struct{ Projection Projection }

const path = "/matching/indices"

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/indices", identity.IndexRead, p.show)
	r.Page(http.MethodPost, "/indices/compare", identity.Reindex, p.compare)
	r.Page(http.MethodPost, "/indices/rebuild", identity.Reindex, p.rebuild)
}

func (p *Pages) show(c echo.Context) error {
	ctx := c.Request().Context()
	status, err := p.Projection.Status(ctx)
	if err != nil {
		return err
	}
	caller, _ := identity.From(ctx)
	return web.Render(c, http.StatusOK, indicesPage(view{status, identity.May(caller, identity.Reindex) == nil}))
}

func (p *Pages) compare(c echo.Context) error {
	p.Projection.Compare()
	return web.See(c, path)
}

func (p *Pages) rebuild(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	err := p.Projection.Reindex(c.Request().Context(), c.Request().PostForm.Get("fromZero") == "yes")
	if err != nil && !fault.Is(err, fault.Conflict) { // one is under way: the page shows it
		return err
	}
	return web.See(c, path)
}

type view struct {
	projection.Status
	MayAct bool
}

// down reports whether the engine does not answer for some index.
func (v view) down() bool {
	for _, i := range v.Indices {
		if !i.Available {
			return true
		}
	}
	return false
}

func (v view) indices(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.indices.indices"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.indices.index")},
		{Text: ui.T(ctx, "matching.indices.documents"), Number: true},
		{Text: ui.T(ctx, "matching.indices.records"), Number: true},
		{Text: ui.T(ctx, "matching.indices.state")},
	}}
	for _, i := range v.Indices {
		documents := "–"
		if i.Available {
			documents = ui.Number(ctx, i.Documents)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: ui.T(ctx, "matching.indices.index."+i.Name)}, {Text: documents}, {Text: ui.Number(ctx, i.Rows)}, {Body: state(i)},
		})
	}
	return t
}

func (v view) differences(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.indices.drift"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.indices.index")},
		{Text: ui.T(ctx, "matching.indices.compared-at")},
		{Text: ui.T(ctx, "matching.indices.compared"), Number: true},
		{Text: ui.T(ctx, "matching.indices.differed"), Number: true},
		{Text: ui.T(ctx, "matching.indices.last-differed")},
	}}
	for _, i := range v.Indices {
		last := ui.T(ctx, "matching.indices.never")
		if !i.Found.CheckedAt.IsZero() {
			last = ui.T(ctx, "matching.indices.found", "At", ui.Instant(ctx, i.Found.CheckedAt),
				"Missing", ui.Number(ctx, i.Found.Missing), "Older", ui.Number(ctx, i.Found.Older), "Extra", ui.Number(ctx, i.Found.Extra))
		}
		row := []ui.Cell{{Text: ui.T(ctx, "matching.indices.index."+i.Name)}, {Text: when(ctx, i.Drift.CheckedAt)}, {Text: "–"}, {Text: "–"}, {Text: last}}
		if !i.Drift.CheckedAt.IsZero() {
			row[2].Text, row[3].Text = ui.Number(ctx, i.Drift.Compared), ui.Number(ctx, i.Drift.Differences())
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v view) feeds(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.indices.feeds"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.indices.feed")},
		{Text: ui.T(ctx, "matching.indices.waiting"), Number: true},
		{Text: ui.T(ctx, "matching.indices.heard")},
	}}
	for _, f := range v.Feeds {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: ui.T(ctx, "matching.indices.feed."+f.Service)}, {Text: ui.Number(ctx, int(f.Behind))}, {Text: when(ctx, f.HeardAt)},
		})
	}
	return t
}

func (v view) memory(ctx context.Context) []ui.Definition {
	loaded := "matching.indices.memory.loading"
	if v.Snapshot.Loaded {
		loaded = "matching.indices.memory.loaded"
	}
	if v.Snapshot.Beyond {
		loaded = "matching.indices.memory.beyond"
	}
	return []ui.Definition{
		{Term: ui.T(ctx, "matching.indices.state"), Value: ui.T(ctx, loaded, "Most", ui.Number(ctx, v.Snapshot.MostOpenings))},
		{Term: ui.T(ctx, "matching.indices.index.people"), Value: ui.Number(ctx, v.Snapshot.People)},
		{Term: ui.T(ctx, "matching.indices.index.openings"), Value: ui.Number(ctx, v.Snapshot.Openings)},
	}
}

// building reports whether a rebuild is under way.
func (v view) building() bool {
	switch v.Rebuild.Phase {
	case projection.Waiting, projection.ReadingFeed, projection.Building:
		return true
	default:
		return false
	}
}

// progress says what a rebuild is doing or how the last one ended.
func (v view) progress(ctx context.Context) string {
	r := v.Rebuild
	switch r.Phase {
	case projection.NoRebuild:
		return ui.T(ctx, "matching.indices.rebuild.none")
	case projection.Building:
		return ui.T(ctx, "matching.indices.rebuild.building", "Index", ui.T(ctx, "matching.indices.index."+r.Index),
			"Done", ui.Number(ctx, r.Written), "Total", ui.Number(ctx, r.Total))
	case projection.Done, projection.Failed:
		return ui.T(ctx, "matching.indices.rebuild."+string(r.Phase), "At", when(ctx, r.EndedAt))
	default:
		return ui.T(ctx, "matching.indices.rebuild."+string(r.Phase))
	}
}

func when(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return ui.T(ctx, "matching.indices.not-yet")
	}
	return ui.Instant(ctx, at)
}
