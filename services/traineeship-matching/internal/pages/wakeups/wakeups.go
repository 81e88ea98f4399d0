// Package wakeups holds the page on which operators see what comes by itself: due steps, in the records and in Redis, and
// those that failed.
package wakeups

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
	"github.com/celav/celav/services/traineeship-matching/internal/wakeups"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct{ Desk *wakeups.Desk }

const (
	path   = "/matching/queue"
	prefix = "matching.wakeups."
)

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/queue", identity.QueueRead, p.show)
	r.Page(http.MethodPost, "/queue/retries", identity.QueueRetry, p.retry)
}

func t(ctx context.Context, id string, args ...any) string { return ui.T(ctx, prefix+id, args...) }

func (p *Pages) show(c echo.Context) error {
	status, err := p.Desk.Read(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, page(view{Status: status, Tried: c.QueryParam("tried") == "yes"}))
}

func (p *Pages) retry(c echo.Context) error {
	err := p.Desk.Retry(c.Request().Context(), c.Request().PostFormValue("step"))
	if err != nil && !fault.Is(err, fault.NotFound) { // it is done by now: the page shows it
		return err
	}
	return web.See(c, path+"?tried=yes")
}

type view struct {
	wakeups.Status
	Tried bool
}

// sides is what waits, in the records and in Redis.
func (v view) sides(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "sides"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "what")}, {Text: t(ctx, "sql"), Number: true}, {Text: t(ctx, "redis"), Number: true},
	}}
	carried := func(n int) string {
		if !v.Answers {
			return "–"
		}
		return ui.Number(ctx, n)
	}
	waits := "–"
	if v.Answers && v.Redis.Pending > 0 {
		waits = t(ctx, "seconds", int(v.Redis.Oldest.Round(time.Second)/time.Second))
	}
	for _, row := range [][3]string{
		{"due", ui.Number(ctx, v.Records.Due), carried(v.Redis.Pending)},
		{"active", "–", carried(v.Redis.Active)},
		{"retry", "–", carried(v.Redis.Retry)},
		{"failed", ui.Number(ctx, v.Records.Failed), carried(v.Redis.GivenUp)},
		{"oldest", when(ctx, v.Records.OldestDue), waits},
		{"next", when(ctx, v.Records.NextDue), "–"},
		{"open", ui.Number(ctx, v.Records.Open), "–"},
	} {
		out.Rows = append(out.Rows, []ui.Cell{{Text: t(ctx, "row."+row[0])}, {Text: row[1]}, {Text: row[2]}})
	}
	return out
}

func (v view) letters(ctx context.Context) []ui.Definition {
	return []ui.Definition{
		{Term: t(ctx, "letters.waiting"), Value: ui.Number(ctx, v.Records.Letters)},
		{Term: t(ctx, "letters.oldest"), Value: when(ctx, v.Records.OldestLetter)},
	}
}

func (v view) failures(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "failures"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "failures.step")},
		{Text: t(ctx, "failures.due")},
		{Text: t(ctx, "failures.times"), Number: true},
		{Text: t(ctx, "failures.reason")},
		{Text: t(ctx, "failures.next")},
		{Text: t(ctx, "failures.do"), Hidden: true},
	}}
	for _, f := range v.Failures {
		next := when(ctx, f.RetryAt)
		if !f.RetryAt.After(v.At) {
			next = t(ctx, "failures.now")
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Body: step(f)},
			{Text: ui.Instant(ctx, f.DueAt)},
			{Text: ui.Number(ctx, f.Failures)},
			{Body: reason(f)},
			{Text: next},
			{Body: ui.ActionButton(path+"/retries", t(ctx, "retry"), ui.Plain, ui.Option{Value: "step", Label: f.Step})},
		})
	}
	return out
}

func when(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	return ui.Instant(ctx, at)
}
