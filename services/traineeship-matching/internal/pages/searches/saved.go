package searches

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
)

// listView is somebody's saved searches.
type listView struct{ Searches []savedsearch.Counted }

func (p *Pages) saved(c echo.Context) error {
	list, err := p.Saved.List(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, savedListPage(listView{list}))
}

// unknown reports whether it cannot be told how much is new.
func (v listView) unknown() bool {
	return slices.ContainsFunc(v.Searches, func(s savedsearch.Counted) bool { return s.Unknown })
}

func (v listView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "matching.search.tab.saved"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "matching.search.save.name")},
		{Text: ui.T(ctx, "matching.search.saved.what")},
		{Text: ui.T(ctx, "matching.search.saved.ran")},
		{Text: ui.T(ctx, "matching.search.saved.since")},
		{Text: ui.T(ctx, "matching.search.saved.act"), Hidden: true},
	}}
	for _, s := range v.Searches {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: s.Name, Href: savedPath + "/" + s.ID},
			{Text: ui.T(ctx, "matching.search.saved.kind."+string(s.Kind))},
			{Text: ui.Instant(ctx, s.RanAt)},
			{Body: newCount(s.New, s.Unknown)},
			{Body: runButton(s.Search)},
		})
	}
	return t
}

func (p *Pages) save(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	ctx, form := c.Request().Context(), c.Request().PostForm
	kind := finding.Kind(form.Get("kind"))
	if !kind.Valid() {
		return fault.New(fault.Invalid, "This search cannot be saved.")
	}
	f := finding.Decode(kind, form.Get("query"))
	s, err := p.Saved.Save(ctx, savedsearch.New{Key: form.Get("key"), Name: form.Get("name"), Filter: f})
	if errs := ui.FormErrors(ctx, err); errs.Any() {
		return web.Render(c, http.StatusUnprocessableEntity, savePage(f, form.Get("key"), form.Get("name"), errs))
	}
	if err != nil {
		return err
	}
	return web.See(c, savedPath+"/"+s.ID)
}

// one shows what a saved search finds now, with what is new since it was run before.
func (p *Pages) one(c echo.Context) error {
	opened, err := p.Saved.Open(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return p.show(c, view{Filter: opened.Filter, Saved: &opened.Search, New: opened.New}, c.QueryParam("after"))
}

// since says from when on something counts as new.
func (v view) since(ctx context.Context) string {
	if v.Saved.BeforeAt == nil {
		return ui.T(ctx, "matching.search.saved.first", "At", ui.Instant(ctx, v.Saved.RanAt))
	}
	return ui.T(ctx, "matching.search.saved.counted", "Count", len(v.New), "At", ui.Instant(ctx, *v.Saved.BeforeAt))
}

func (p *Pages) run(c echo.Context) error {
	id := c.Param("id")
	// Without the engine the page says so, and what was known stays.
	if _, err := p.Saved.Run(c.Request().Context(), id); err != nil && !fault.Is(err, fault.Unavailable) {
		return err
	}
	return web.See(c, savedPath+"/"+id)
}

// renameView is the form of a name.
type renameView struct {
	Search   savedsearch.Search
	Typed    string
	Errors   ui.Errors
	Conflict bool
}

func (p *Pages) rename(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	ctx, form, id := c.Request().Context(), c.Request().PostForm, c.Param("id")
	err := p.Saved.Rename(ctx, id, versionOf(form.Get("version")), form.Get("name"))
	if err == nil {
		return web.See(c, savedPath+"/"+id)
	}
	v := renameView{Typed: form.Get("name"), Errors: ui.FormErrors(ctx, err), Conflict: fault.Is(err, fault.Conflict)}
	if !v.Conflict && !v.Errors.Any() {
		return err
	}
	opened, err := p.Saved.Read(ctx, id)
	if err != nil {
		return err
	}
	v.Search = opened
	status := http.StatusUnprocessableEntity
	if v.Conflict {
		status = http.StatusConflict
	}
	return web.Render(c, status, renamePage(v))
}

func (p *Pages) remove(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	if err := p.Saved.Remove(c.Request().Context(), c.Param("id"), versionOf(c.Request().PostForm.Get("version"))); err != nil {
		return err
	}
	return web.See(c, savedPath)
}

// versionOf reads a version; one that cannot be read is that of nothing.
func versionOf(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}
