// Package clock is what people see of the right to work over a traineeship: a line of time for staff and the person, and
// the list of those of which somebody has to look.
package clock

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct{ Desk *placement.Desk }

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/right-to-work", identity.TraineeshipList, p.list)
}

const (
	prefix  = "matching.clock."
	perPage = 40
)

// t is a text of these pages.
func t(ctx context.Context, id string, args ...any) string { return ui.T(ctx, prefix+id, args...) }

type listView struct {
	Page  placement.Page
	Days  []int
	Today civil.Date
}

func (p *Pages) list(c echo.Context) error {
	ctx := c.Request().Context()
	v := listView{Today: p.Desk.Today()}
	var err error
	if v.Days, err = p.Desk.WarningDays(); err != nil {
		return err
	}
	if v.Page, err = p.Desk.Watched(ctx, c.QueryParam("cursor"), ui.Lang(ctx), perPage); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, listPage(v))
}

func (v listView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Page.Items)}
	if v.Page.Next != "" {
		p.Next = "/matching/right-to-work?" + url.Values{"cursor": {v.Page.Next}}.Encode()
	}
	return p
}

func (v listView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "list.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "list.who")}, {Text: t(ctx, "list.what")}, {Text: t(ctx, "list.day")}, {Text: t(ctx, "list.since")},
	}}
	for _, x := range v.Page.Items {
		w := x.Watch
		if w.Mark == policy.ToRenew && !w.Day.After(v.Today) {
			w.Mark = policy.Lapsed
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: name(ctx, v.Page.Names, x), Href: "/matching/traineeships/" + x.ID + "#right-to-work"},
			{Body: badge(w.Mark)},
			{Text: ui.Date(ctx, w.Day)},
			{Text: ui.Date(ctx, w.Since)},
		})
	}
	return out
}

func name(ctx context.Context, n naming.Names, x *traineeship.Traineeship) string {
	switch p, ok := n.People[x.PersonID]; {
	case ok && p.Known:
		return p.Label
	case x.TraineeName != "":
		return x.TraineeName
	default:
		return t(ctx, "list.who")
	}
}

func daysText(ctx context.Context, days []int) string {
	texts := make([]string, len(days))
	for i, n := range days {
		texts[i] = ui.Number(ctx, n)
	}
	return strings.Join(texts, ui.Comma(ctx))
}

// View is a traineeship's clock as it is shown.
type View struct {
	*traineeship.Clock
	ID, Person string
	Today      civil.Date
	Staff      bool
	Days       []int // of the warnings
}

// Of is the view of a traineeship that is shown; its clock is nil for who may not see it.
func Of(v placement.View) View {
	return View{Clock: v.Clock, ID: v.ID, Person: v.PersonID, Today: v.Moment.Today(), Staff: v.Staff(), Days: v.Moment.Rules.Watch().Expiry}
}

// sign is what stands for a mark beside its words: colour is never all that tells.
func sign(m policy.Mark) string {
	switch m {
	case policy.Allowed:
		return "✓"
	case policy.Limited:
		return "◐"
	case policy.ToRenew:
		return "↻"
	case policy.NotYet:
		return "…"
	case policy.Stopped:
		return "✕"
	case policy.Lapsed, policy.TooMany:
		return "!"
	default:
		return "?"
	}
}

func tone(m policy.Mark) ui.Tone {
	switch m {
	case policy.Allowed:
		return ui.Good
	case policy.Stopped, policy.Lapsed:
		return ui.Bad
	case policy.ToJudge, policy.Unrecorded, policy.NotYet:
		return ui.Info
	default:
		return ui.Warn
	}
}

// facts are what the texts of a stretch may tell.
func facts(ctx context.Context, x policy.Stretch) []any {
	return []any{
		"From", ui.Date(ctx, x.From), "Until", ui.Date(ctx, x.Until), "FreeOn", ui.Date(ctx, x.FreeOn), "Ended", ui.Date(ctx, x.Ended),
		"Hours", strconv.Itoa(x.HoursWeek), "Rule", x.Result.Rule,
	}
}

// todo says what is to be done about a stretch, to staff or to the person.
func (v View) todo(ctx context.Context, x policy.Stretch) string {
	who := "mine."
	if v.Staff {
		who = "todo."
	}
	return t(ctx, who+string(x.Mark), facts(ctx, x)...)
}

func (v View) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "period")}, {Text: t(ctx, "holds")}, {Text: t(ctx, "todo")}, {Text: t(ctx, "rule")},
	}}
	for _, x := range v.Line {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: t(ctx, "from-until", facts(ctx, x)...)}, {Body: badge(x.Mark)}, {Text: v.todo(ctx, x)}, {Body: ruleCell(x.Result)},
		})
	}
	return out
}

// proposes reports whether an early end is proposed: nobody may go on without a right to work, and nothing ends by itself.
func (v View) proposes() bool {
	x, ok := v.Trouble()
	return v.Staff && ok && (x.Mark == policy.Stopped || x.Mark == policy.Lapsed) && v.Watch.Mark != ""
}

// first is what is said first: of a start that waits for its day that it waits, then what is in trouble.
func (v View) first() (policy.Stretch, bool) {
	if len(v.Line) > 0 && v.Line[0].Mark == policy.NotYet {
		return v.Line[0], true
	}
	return v.Trouble()
}

// alertTone is that of the sentence above the line.
func alertTone(x policy.Stretch) ui.Tone {
	if x.Result.Decision == policy.Block || x.Mark == policy.Lapsed {
		return ui.Bad
	}
	return ui.Warn
}

func sources(r policy.Result) string {
	titles := make([]string, len(r.Sources))
	for i, s := range r.Sources {
		titles[i] = s.Title
	}
	return strings.Join(titles, "; ")
}
