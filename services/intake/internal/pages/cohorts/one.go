package cohorts

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
	"github.com/celav/celav/services/intake/internal/directory"
)

// oneView is a cohort with its people.
type oneView struct {
	Full      cohorts.Full
	Partner   string
	MayWrite  bool // and the cohort is open
	MayDecide bool // and it waits for the City
	MayFollow bool // the City, whatever the state
	Standings map[string]cohorts.Standing
	MayAsk    bool                  // the partner, whatever the state
	Dues      map[string]cohort.Due // by row
	Notices   map[string]cohort.Notice
	Now       time.Time
	Teams     []directory.Team // to choose from when the partner has none
	Quota     string
	Errors    ui.Errors
	Notice    string // why something was not done
	Reason    string // as typed
}

func (p *Pages) one(c echo.Context) error { return p.show(c, c.Param("id"), http.StatusOK, nil, "") }

func (p *Pages) show(c echo.Context, id string, status int, errs ui.Errors, notice string) error {
	v, err := p.view(c.Request().Context(), id)
	if err != nil {
		return err
	}
	v.Errors, v.Notice, v.Reason = errs, notice, c.Request().PostFormValue("reason")
	return web.Render(c, status, onePage(v))
}

func (p *Pages) view(ctx context.Context, id string) (oneView, error) {
	full, err := p.Desk.Open(ctx, id)
	if err != nil {
		return oneView{}, err
	}
	v := oneView{
		Full: full, MayWrite: full.Open() && p.Desk.May(ctx, full.Cohort, identity.CohortWrite),
		MayFollow: p.Desk.May(ctx, full.Cohort, identity.CohortDecide), Standings: p.Desk.Standings(ctx, full.Rows), Dues: map[string]cohort.Due{},
		MayAsk: p.Desk.May(ctx, full.Cohort, identity.CohortWrite), Notices: map[string]cohort.Notice{}, Now: p.Desk.Now(),
	}
	v.MayDecide = v.MayFollow && full.State == cohort.Submitted
	for _, r := range full.Rows {
		due, ok, err := p.Desk.NextPaper(r)
		if err != nil {
			return v, err
		}
		if ok {
			v.Dues[r.ID] = due
		}
		notice, arrived, err := p.Desk.Notice(r)
		if err != nil {
			return v, err
		}
		if arrived {
			v.Notices[r.ID] = notice
		}
	}
	if v.Quota, err = p.Desk.Quota(); err != nil {
		return v, err
	}
	if v.MayFollow {
		names, err := p.Members.PartnerNames(ctx)
		if err != nil {
			return v, err
		}
		v.Partner = names[full.Partner]
	}
	if v.MayDecide && full.Team == "" {
		v.Teams, err = p.Members.Teams(ctx)
	}
	return v, err
}

// refused shows the cohort again with why nothing was done, where its state or somebody else stood in the way.
func (p *Pages) refused(c echo.Context, id string, err error) error {
	ctx := c.Request().Context()
	switch {
	case fault.Is(err, fault.Precondition):
		return p.show(c, id, http.StatusPreconditionFailed, nil, ui.T(ctx, "intake.cohorts.refused"))
	case fault.Is(err, fault.Conflict):
		return p.show(c, id, http.StatusConflict, nil, ui.T(ctx, "intake.cohorts.conflict"))
	case fault.Is(err, fault.Invalid):
		return p.show(c, id, http.StatusUnprocessableEntity, formErrors(ctx, err), "")
	default:
		return err
	}
}

func (p *Pages) submit(c echo.Context) error {
	made, err := p.Desk.Submit(c.Request().Context(), c.Param("id"), version(c.Request()))
	if err != nil {
		return p.refused(c, c.Param("id"), err)
	}
	return web.See(c, at(made))
}

func (p *Pages) decide(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	verdict := cohorts.Verdict{
		Version: version(r), Decision: cohort.Decision(r.PostFormValue("decision")), Reason: r.PostFormValue("reason"), Team: r.PostFormValue("team"),
	}
	row := r.PostFormValue("row")
	if row != "" {
		verdict.Rows = []string{row}
	}
	full, err := p.Desk.Decide(ctx, c.Param("id"), verdict)
	switch {
	case err != nil && row != "" && formErrors(ctx, err).Any():
		return p.showRow(c, http.StatusUnprocessableEntity, row, nil, formErrors(ctx, err))
	case err != nil:
		return p.refused(c, c.Param("id"), err)
	}
	return web.See(c, at(full.Cohort))
}

func (p *Pages) profiles(c echo.Context) error {
	full, err := p.Desk.Again(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.See(c, at(full.Cohort))
}

func version(r *http.Request) int64 {
	v, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return -1 // nothing has it: the form is answered like one that is out of date
	}
	return v
}
