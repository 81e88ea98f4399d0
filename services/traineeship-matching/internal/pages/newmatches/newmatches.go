// Package newmatches holds the pages of what matches well and is new: the digest, what was put aside, and from which score
// on somebody wants to be told.
package newmatches

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Post is what was written to staff.
type Post interface {
	List(ctx context.Context, f outbox.Filter) ([]outbox.Message, string, error)
	Carries(c outbox.Channel) bool
}

// Pages answers the requests for pages. Tabs lead to the searches beside.
type Pages struct {
	Desk *alerts.Desk
	Post Post
	Tabs func(ctx context.Context, current string) []ui.Tab
}

const (
	listPath     = "/matching/alerts"
	pastPath     = "/matching/alerts/dismissed"
	settingsPath = "/matching/alerts/settings"
	perPage      = 10
	pastPerPage  = 30
)

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/alerts", identity.AlertRead, p.list)
	r.Page(http.MethodGet, "/alerts/dismissed", identity.AlertRead, p.past)
	r.Page(http.MethodPost, "/alerts/:id/dismiss", identity.AlertWrite, p.dismiss)
	r.Page(http.MethodGet, "/alerts/settings", identity.SavedSearch, p.settings)
	r.Page(http.MethodPost, "/alerts/settings", identity.SavedSearch, p.set)
}

func (p *Pages) list(c echo.Context) error { return p.show(c, http.StatusOK, listView{}) }

func (p *Pages) show(c echo.Context, status int, v listView) error {
	ctx := c.Request().Context()
	cursor := c.QueryParam("cursor")
	var err error
	if v.Digest, err = p.Desk.Digest(ctx, cursor, perPage, ui.Lang(ctx)); err != nil {
		return err
	}
	v.First, v.Tabs = cursor == "", p.Tabs(ctx, listPath)
	return web.Render(c, status, listPage(v))
}

func (p *Pages) dismiss(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	ctx, id, reason := c.Request().Context(), c.Param("id"), c.Request().PostForm.Get("reason")
	err := p.Desk.Dismiss(ctx, id, reason)
	switch errs := ui.FormErrors(ctx, err); {
	case err == nil:
		return web.See(c, listPath)
	case errs.Any():
		return p.show(c, http.StatusUnprocessableEntity, listView{Wrong: id, Errors: ui.Errors{{Field: reasonField(id), Text: errs[0].Text}}})
	case fault.Is(err, fault.Conflict):
		return p.show(c, http.StatusConflict, listView{Late: true})
	default:
		return err
	}
}

func (p *Pages) past(c echo.Context) error {
	ctx, cursor := c.Request().Context(), c.QueryParam("cursor")
	past, err := p.Desk.Dismissed(ctx, cursor, pastPerPage, ui.Lang(ctx))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, pastPage(pastView{Past: past, First: cursor == ""}))
}

func (p *Pages) settings(c echo.Context) error {
	set, err := p.Desk.Setting(c.Request().Context())
	if err != nil {
		return err
	}
	return p.settingsForm(c, http.StatusOK, settingsView{Setting: set, Saved: c.QueryParam("saved") == "true"})
}

// messagesShown is how many of the last messages the page shows.
const messagesShown = 5

func (p *Pages) settingsForm(c echo.Context, status int, v settingsView) error {
	ctx := c.Request().Context()
	who, _ := identity.From(ctx)
	var err error
	if v.Messages, _, err = p.Post.List(ctx, outbox.Filter{Recipient: who.Subject, Limit: messagesShown}); err != nil {
		return fmt.Errorf("list what was written to somebody: %w", err)
	}
	v.Mails = p.Post.Carries(outbox.Email)
	return web.Render(c, status, settingsPage(v))
}

func (p *Pages) set(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	ctx, form := c.Request().Context(), c.Request().PostForm
	threshold, err := strconv.Atoi(form.Get("threshold"))
	if err != nil {
		threshold = 0
	}
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil {
		version = -1
	}
	s := alerts.Setting{Version: version, Threshold: threshold, Mail: form.Get("mail") == "true", Address: form.Get("address"), Language: ui.Lang(ctx)}
	err = p.Desk.Set(ctx, s)
	switch errs := ui.FormErrors(ctx, err); {
	case err == nil:
		return web.See(c, settingsPath+"?saved=true")
	case errs.Any():
		return p.settingsForm(c, http.StatusUnprocessableEntity, settingsView{Setting: s, Errors: errs})
	case fault.Is(err, fault.Conflict):
		now, err := p.Desk.Setting(ctx)
		if err != nil {
			return err
		}
		s.Version = now.Version
		return p.settingsForm(c, http.StatusConflict, settingsView{Setting: s, Now: &now})
	default:
		return err
	}
}

func readForm(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	return nil
}

func withCursor(path, cursor string) string {
	if cursor == "" {
		return path
	}
	return path + "?" + url.Values{"cursor": {cursor}}.Encode()
}
