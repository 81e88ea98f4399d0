// Package ledger is what people see of the grants: hosts and counsellors enter attendance, staff confirm and approve what
// is due, coordinators hand it to the paying office and look ahead.
package ledger

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct{ Desk *bookkeeping.Desk }

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/grants", identity.GrantList, p.list)
	r.Page(http.MethodGet, "/grants/forecast", identity.GrantList, p.forecast)
	r.Page(http.MethodGet, "/grants/exports", identity.GrantExport, p.exports)
	r.Page(http.MethodPost, "/grants/exports", identity.GrantExport, p.export)
	r.Page(http.MethodGet, "/grants/exports/:export", identity.GrantExport, p.oneExport)
	r.Page(http.MethodGet, "/grants/exports/:export/csv", identity.GrantExport, p.csv)
	r.Page(http.MethodGet, "/grants/exports/:export/xlsx", identity.GrantExport, p.xlsx)
	r.Page(http.MethodGet, "/attendance", identity.GrantsOfHost, p.attendance)
	r.Page(http.MethodGet, "/traineeships/:id/grants", identity.GrantRead, p.file)
	r.Page(http.MethodGet, "/traineeships/:id/grants/:term/:month", identity.GrantRead, p.month)
	r.Page(http.MethodPost, "/traineeships/:id/grants/:term/:month", identity.GrantEnter, p.act)
}

const perPage = 40

// t is a text of these pages.
func t(ctx context.Context, id string, args ...any) string {
	return ui.T(ctx, "matching.grants."+id, args...)
}

type monthView struct {
	bookkeeping.File
	Account bookkeeping.Account
	Lines   *ledger.Account
	Own     bool // the viewer entered or confirmed what waits
	may     map[ledger.Kind]bool
	Errors  ui.Errors
	Refused string
	Typed   map[string]string
}

// May reports whether the viewer can add such a line now.
func (v monthView) May(k ledger.Kind) bool { return v.may[k] }

func (v monthView) path() string { return accountPath(v.Account) }

func accountPath(a bookkeeping.Account) string {
	return "/matching/traineeships/" + a.Traineeship + "/grants/" + strconv.Itoa(a.Number) + "/" + a.Portion.Month.String()
}

func (p *Pages) file(c echo.Context) error {
	ctx := c.Request().Context()
	f, err := p.Desk.Of(ctx, c.Param("id"), ui.Lang(ctx))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, filePage(f))
}

func (p *Pages) read(c echo.Context) (monthView, error) {
	ctx := c.Request().Context()
	v := monthView{may: map[ledger.Kind]bool{}, Typed: map[string]string{}}
	term, m, err := which(c)
	if err != nil {
		return v, err
	}
	if v.File, v.Account, v.Lines, err = p.Desk.Month(ctx, c.Param("id"), term, m, ui.Lang(ctx)); err != nil {
		return v, err
	}
	for _, k := range ledger.Kinds() {
		v.may[k] = p.Desk.May(ctx, v.File, v.Account, v.Lines, k)
	}
	v.Own = v.Staff && p.Desk.Own(ctx, v.Lines)
	return v, nil
}

func which(c echo.Context) (int, ledger.Month, error) {
	term, err := strconv.Atoi(c.Param("term"))
	if err != nil {
		return 0, ledger.Month{}, fault.New(fault.NotFound, "There is no such term.")
	}
	m, err := ledger.ParseMonth(c.Param("month"))
	if err != nil {
		return 0, m, fault.New(fault.NotFound, "There is no such month.")
	}
	return term, m, nil
}

func (p *Pages) month(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, monthPage(v))
}

// act adds a line and shows the month again; a form that was wrong comes back as it was.
func (p *Pages) act(c echo.Context) error {
	ctx, form := c.Request().Context(), c.Request().PostFormValue
	term, m, err := which(c)
	if err != nil {
		return err
	}
	lines, err := strconv.Atoi(form("lines"))
	if err != nil || lines < 0 {
		return fault.New(fault.Invalid, "The form has no version.")
	}
	in := bookkeeping.Act{Kind: ledger.Kind(form("act")), Lines: lines, Verdict: ledger.Verdict(form("verdict")), Reason: form("reason")}
	if in.Kind == ledger.Attendance {
		in.Minutes, err = minutes(form("hours"), form("minutes"))
	}
	if err == nil {
		err = p.Desk.Do(ctx, c.Param("id"), term, m, in)
	}
	if err == nil {
		return web.See(c, c.Request().URL.Path)
	}
	kind := fault.KindOf(err)
	if kind != fault.Invalid && kind != fault.Conflict && kind != fault.Precondition {
		return err
	}
	v, readErr := p.read(c)
	if readErr != nil {
		return readErr
	}
	for _, name := range []string{"hours", "minutes", "verdict", "reason"} {
		v.Typed[name] = form(name)
	}
	status := http.StatusUnprocessableEntity
	v.Errors = ui.FormErrors(ctx, err)
	if kind != fault.Invalid {
		status, v.Refused = http.StatusConflict, "refused."+kind.String()
	}
	return web.Render(c, status, monthPage(v))
}

// minutes reads hours and minutes; no minutes are none.
func minutes(hours, more string) (int, error) {
	var bad fault.Violations
	h, err := strconv.Atoi(strings.TrimSpace(hours))
	if err != nil || h < 0 || h > 400 {
		bad.Add("/hours", "required", "Write the hours as a whole number.")
	}
	m := 0
	if more = strings.TrimSpace(more); more != "" {
		if m, err = strconv.Atoi(more); err != nil || m < 0 || m > 59 {
			bad.Add("/minutes", "out-of-range", "must lie between 0 and 59")
		}
	}
	return h*60 + m, bad.Err()
}
