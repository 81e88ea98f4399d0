// Package renewals is where counsellors and coordinators see which terms wait for a decision, remind who is silent, decide
// several at once and look ahead.
package renewals

import (
	"context"
	"embed"
	"io/fs"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/agenda"
	"github.com/celav/celav/services/traineeship-matching/internal/answering"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Outlook is the forecast by weeks; bookkeeping.Desk is it.
type Outlook interface {
	Weeks(ctx context.Context, team string) ([]ledger.Week, error)
}

// Groups says how to call teams.
type Groups interface {
	Groups(ctx context.Context) naming.Groups
}

// Pages answers the requests for pages.
type Pages struct {
	Desk    *placement.Desk
	Outlook Outlook
	Groups  Groups
	Agenda  *agenda.Desk
	Answers *answering.Desk
}

// Home is where the list of renewals is.
const Home = "/matching/traineeships/renewals"

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/traineeships/renewals", identity.RenewalList, p.list)
	r.Page(http.MethodPost, "/traineeships/renewals/confirm", identity.TraineeshipWrite, p.confirm)
	r.Page(http.MethodPost, "/traineeships/renewals/decide", identity.TraineeshipWrite, p.decide)
	r.Page(http.MethodPost, "/traineeships/renewals/reminders", identity.RenewalRemind, p.remind)
	r.Page(http.MethodPost, "/traineeships/renewals/links", identity.RenewalRemind, p.giveLinks)
	r.Page(http.MethodGet, "/answers/:token", identity.Public, p.arrive)
	r.Page(http.MethodPost, "/answers/:token", identity.Public, p.answer)
	r.Page(http.MethodGet, "/traineeships/renewals/forecast", identity.RenewalList, p.forecast)
	r.Page(http.MethodGet, "/traineeships/renewals/calendar", identity.RenewalCalendar, p.calendar)
	r.Page(http.MethodPost, "/traineeships/renewals/calendar", identity.RenewalCalendar, p.changeCalendar)
	r.Page(http.MethodGet, "/calendar/:token", identity.Public, p.feed)
}

const prefix = "matching.renewals."

// t is a text of these pages, shared one of the pages on traineeships.
func t(ctx context.Context, id string, args ...any) string { return ui.T(ctx, prefix+id, args...) }

func shared(ctx context.Context, id string, args ...any) string {
	return ui.T(ctx, "matching.traineeships."+id, args...)
}

// toTraineeships and toRenewals lead back.
func toTraineeships(ctx context.Context) []ui.Link {
	return []ui.Link{{Text: shared(ctx, "title"), Href: "/matching/traineeships"}}
}

func toRenewals(ctx context.Context) []ui.Link {
	return append(toTraineeships(ctx), ui.Link{Text: t(ctx, "title"), Href: Home})
}

// teamTabs are the views by team, for who sees several; none for who sees one.
func (p *Pages) teamTabs(c echo.Context, path, team string) (tabs []ui.Tab, names map[string]string) {
	ctx := c.Request().Context()
	who, _ := identity.From(ctx)
	scopes := identity.Scopes(who, identity.RenewalList)
	names = p.Groups.Groups(ctx).Teams
	if len(scopes) == 0 || scopes[0] != identity.Any {
		return nil, names
	}
	tabs = append(tabs, ui.Tab{Text: t(ctx, "team.all"), Href: path, Current: team == ""})
	for _, id := range sortedByName(names) {
		tabs = append(tabs, ui.Tab{Text: names[id], Href: path + "?team=" + id, Current: team == id})
	}
	return tabs, names
}
