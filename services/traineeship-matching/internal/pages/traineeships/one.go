package traineeships

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// oneView is a traineeship with the form that came back, if one did.
type oneView struct {
	placement.View
	Errors   ui.Errors
	Refused  string            // why an act was not done
	Conflict bool              // somebody else was quicker
	Typed    map[string]string // what the form held
	Key      string
	may      map[traineeship.Act]bool
	Today    civil.Date
}

// May reports whether the viewer can do the act now.
func (v oneView) May(a traineeship.Act) bool { return v.may[a] }

func (p *Pages) read(c echo.Context) (oneView, error) {
	ctx := c.Request().Context()
	v := oneView{Typed: map[string]string{}, may: map[traineeship.Act]bool{}, Today: p.Desk.Today()}
	var err error
	if v.View, err = p.Desk.Read(ctx, c.Param("id"), ui.Lang(ctx)); err != nil {
		return v, err
	}
	for _, row := range traineeship.Transitions() {
		v.may[row.Act] = p.Desk.May(ctx, v.Traineeship, row.Act)
	}
	key, err := uuid.NewRandom()
	v.Key = key.String()
	return v, err
}

func (p *Pages) one(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, onePage(v))
}

func (p *Pages) decision(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, decisionPage(v))
}

func (p *Pages) changes(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	if c.QueryParam("propose") == "no-access" { // the clock proposes it; the day and the decision are the counsellor's
		v.Typed["act"], v.Typed["reason"] = string(traineeship.ActEndEarly), "no-access"
	}
	return web.Render(c, http.StatusOK, changesPage(v))
}

func (v oneView) facts(ctx context.Context) []ui.Definition {
	out := []ui.Definition{
		{Term: t(ctx, "state"), Body: stateBadge(v.Traineeship)},
		{Term: t(ctx, "from"), Value: ui.Date(ctx, v.Start)},
		{Term: t(ctx, "to"), Value: ui.Date(ctx, v.End())},
		{Term: t(ctx, "hours"), Value: ui.Number(ctx, v.HoursWeek)},
		{Term: t(ctx, "hostTutor"), Value: v.HostTutor},
		{Term: t(ctx, "allowance"), Value: ui.Euro(ctx, v.AllowanceCents)},
	}
	if where := place(ctx, v.Names, v.OpeningID); where != "" {
		out = slices.Insert(out, 1, ui.Definition{Term: t(ctx, "place"), Value: where})
	}
	if v.Staff() {
		out = append(out, ui.Definition{Term: t(ctx, "type"), Value: t(ctx, "type."+string(v.Type))})
	}
	return out
}

func (v oneView) hidden(a traineeship.Act, page string) []ui.Option {
	return []ui.Option{{Value: "act", Label: string(a)}, {Value: "version", Label: strconv.FormatInt(v.Version, 10)}, {Value: "page", Label: page}}
}

func causes(ctx context.Context) []ui.Option {
	var values []string
	for _, c := range policy.Causes() {
		values = append(values, string(c))
	}
	return options(ctx, "cause", values...)
}

func brought(k traineeship.PaperKind) bool {
	for _, b := range traineeship.BroughtPapers() {
		if b == k {
			return true
		}
	}
	return false
}

// fileOf leads staff and the person through the file's parts; a host has no file of anybody.
func fileOf(v oneView) ui.PersonFile {
	if v.Role == traineeship.Host {
		return ui.PersonFile{}
	}
	return ui.PersonFile{ID: v.PersonID, Part: "traineeships"}
}
