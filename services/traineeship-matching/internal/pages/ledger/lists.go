package ledger

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/paysheet"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

type listView struct {
	Show    string
	Page    bookkeeping.Page
	Exports bool // the viewer hands amounts to the paying office
}

func shows() []string { return []string{"missing", "confirm", "approve", "approved"} }

func (p *Pages) list(c echo.Context) error {
	ctx := c.Request().Context()
	who, _ := identity.From(ctx)
	v := listView{Show: "approve", Exports: identity.May(who, identity.GrantExport) == nil}
	for _, s := range shows() {
		if c.QueryParam("show") == s {
			v.Show = s
		}
	}
	var err error
	if v.Page, err = p.Desk.List(ctx, identity.GrantList, c.QueryParam("cursor"), perPage, ui.Lang(ctx), bookkeeping.Shows(v.Show)...); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, listPage(v))
}

func (p *Pages) attendance(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := p.Desk.List(ctx, identity.GrantsOfHost, c.QueryParam("cursor"), perPage, ui.Lang(ctx), bookkeeping.Shows("missing")...)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, attendancePage(listView{Page: page}))
}

func (v listView) tabs(ctx context.Context) []ui.Tab {
	var tabs []ui.Tab
	for _, s := range shows() {
		tabs = append(tabs, ui.Tab{Text: t(ctx, "show."+s), Href: "/matching/grants?show=" + s, Current: s == v.Show})
	}
	return tabs
}

func (v listView) pager(path string) ui.Pager {
	p := ui.Pager{Shown: len(v.Page.Items)}
	if v.Page.Next != "" {
		p.Next = path + "cursor=" + v.Page.Next
	}
	return p
}

func (v listView) name(ctx context.Context, a bookkeeping.Account) string {
	if n := v.Page.Host[a.Traineeship]; n != "" {
		return n
	}
	if n, ok := v.Page.Names.People[a.Person]; ok {
		return n.Label
	}
	return t(ctx, "trainee")
}

// table lists accounts; amounts are for staff.
func (v listView) table(ctx context.Context, amounts bool) ui.Table {
	out := ui.Table{Caption: t(ctx, "title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "trainee")}, {Text: t(ctx, "month")}, {Text: t(ctx, "state")}, {Text: t(ctx, "planned"), Number: true}, {Text: t(ctx, "attended"), Number: true},
	}}
	if amounts {
		out.Columns = append(out.Columns, ui.Column{Text: t(ctx, "due"), Number: true})
	}
	for _, a := range v.Page.Items {
		row := []ui.Cell{{Text: v.name(ctx, a), Href: accountPath(a)}, {Text: monthName(ctx, a.Portion.Month)}, {Body: stateBadge(a)}, {Text: hours(ctx, a.Portion.Planned)}, {Text: attended(ctx, a)}}
		if amounts {
			row = append(row, ui.Cell{Text: due(ctx, a)})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func attended(ctx context.Context, a bookkeeping.Account) string {
	if a.State == ledger.Missing {
		return "–"
	}
	return hours(ctx, a.Head.Minutes)
}

func due(ctx context.Context, a bookkeeping.Account) string {
	if a.State == ledger.Missing || a.State == ledger.Confirm {
		return "–"
	}
	return ui.Euro(ctx, a.Head.DueCents)
}

func hours(ctx context.Context, minutes int) string { return ui.Decimal(ctx, float64(minutes)/60, 2) }

func monthName(ctx context.Context, m ledger.Month) string {
	return t(ctx, "month.name", "Month", ui.T(ctx, "ui.month."+ui.Number(ui.InLanguage(ctx, "en"), int(m.Month))), "Year", m.String()[:4])
}

func stateTone(s ledger.State) ui.Tone {
	switch s {
	case ledger.Approved:
		return ui.Good
	case ledger.Approve:
		return ui.Info
	default:
		return ui.Warn
	}
}

type exportsView struct {
	Made    []store.Export
	Rows    int
	Cents   int64
	Month   ledger.Month
	Nothing bool
}

func (p *Pages) exports(c echo.Context) error { return p.showExports(c, http.StatusOK, false) }

func (p *Pages) showExports(c echo.Context, status int, nothing bool) error {
	v := exportsView{Month: p.Desk.LastMonth(), Nothing: nothing}
	var err error
	if v.Made, v.Rows, v.Cents, err = p.Desk.Exports(c.Request().Context()); err != nil {
		return err
	}
	return web.Render(c, status, exportsPage(v))
}

func (p *Pages) export(c echo.Context) error {
	e, err := p.Desk.Export(c.Request().Context())
	switch {
	case err == nil:
		return web.See(c, "/matching/grants/exports/"+e.ID)
	case fault.Is(err, fault.Precondition), fault.Is(err, fault.Conflict): // a double click: nothing is left
		return p.showExports(c, http.StatusConflict, true)
	default:
		return err
	}
}

type exportView struct {
	store.Export
	Lines []store.ExportRow
}

func (p *Pages) oneExport(c echo.Context) error {
	e, rows, err := p.Desk.ReadExport(c.Request().Context(), c.Param("export"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, exportPage(exportView{e, rows}))
}

func (p *Pages) csv(c echo.Context) error {
	return p.send(c, paysheet.CSV, ".csv", "text/csv; charset=utf-8")
}

func (p *Pages) xlsx(c echo.Context) error {
	return p.send(c, paysheet.XLSX, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
}

func (p *Pages) send(c echo.Context, make func(store.Export, []store.ExportRow) ([]byte, error), ending, kind string) error {
	e, rows, err := p.Desk.ReadExport(c.Request().Context(), c.Param("export"))
	if err != nil {
		return err
	}
	data, err := make(e, rows)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+paysheet.File(e)+ending+`"`)
	h.Set("Cache-Control", "no-store")
	if err := c.Blob(http.StatusOK, kind, data); err != nil {
		return fault.New(fault.Unavailable, "the file could not be sent").Because(err)
	}
	return nil
}

func (v exportView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "export.content"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "reference")}, {Text: t(ctx, "month")}, {Text: t(ctx, "export.kind")}, {Text: t(ctx, "amount"), Number: true}, {Text: t(ctx, "rule")},
	}}
	for _, r := range v.Lines {
		m, err := ledger.ParseMonth(r.Month)
		name := r.Month
		if err == nil {
			name = monthName(ctx, m)
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: r.Reference, Href: "/matching/traineeships/" + r.Traineeship + "/grants"},
			{Text: name},
			{Text: t(ctx, "export."+r.Kind)},
			{Text: ui.Euro(ctx, r.Cents)},
			{Text: r.Rule + " " + r.Version},
		})
	}
	return out
}

func (v exportsView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "exports"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "export.name")}, {Text: t(ctx, "export.at")}, {Text: t(ctx, "export.rows"), Number: true}, {Text: t(ctx, "amount"), Number: true},
	}}
	for _, e := range v.Made {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: paysheet.Name(e), Href: "/matching/grants/exports/" + e.ID}, {Text: ui.Instant(ctx, e.MadeAt)}, {Text: ui.Number(ctx, e.Rows)}, {Text: ui.Euro(ctx, e.Cents)},
		})
	}
	return out
}

func (p *Pages) forecast(c echo.Context) error {
	all, err := p.Desk.Forecast(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, forecastPage(all))
}

func forecastTable(ctx context.Context, all []ledger.Budget) ui.Table {
	out := ui.Table{Caption: t(ctx, "forecast"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "month")},
		{Text: t(ctx, "forecast.sure"), Number: true},
		{Text: t(ctx, "forecast.starting"), Number: true},
		{Text: t(ctx, "forecast.pending"), Number: true},
		{Text: t(ctx, "forecast.without")},
		{Text: t(ctx, "forecast.with")},
	}}
	var most int64 = 1
	for _, b := range all {
		most = max(most, b.With())
	}
	gauge := func(id string, cents int64) ui.Cell {
		return ui.Cell{Body: ui.Meter(ui.Gauge{Label: t(ctx, id), Titled: true, Value: float64(cents), Max: float64(most), Text: ui.Euro(ctx, cents)})}
	}
	for _, b := range all {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: monthName(ctx, b.Month)},
			{Text: ui.Euro(ctx, b.Sure)},
			{Text: ui.Euro(ctx, b.Starting)},
			{Text: ui.Euro(ctx, b.Pending)},
			gauge("forecast.without", b.Without()), gauge("forecast.with", b.With()),
		})
	}
	return out
}
