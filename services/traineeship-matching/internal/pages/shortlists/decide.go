package shortlists

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

// decideView is the form of a decision, with what it rests on.
type decideView struct {
	Weigh    shortlisting.Weigh
	Names    naming.Names
	Typed    shortlisting.Decide
	Errors   ui.Errors
	Conflict bool
	Override bool
}

// higherShown is how many of those above are named.
const higherShown = 5

func (p *Pages) decision(c echo.Context) error {
	in := shortlisting.Decide{Person: c.Param("id"), Opening: c.Param("opening"), Act: shortlist.Propose}
	return p.decideForm(c, http.StatusOK, in, nil, false, true)
}

func (p *Pages) decideForm(c echo.Context, status int, in shortlisting.Decide, errs ui.Errors, conflict, fresh bool) error {
	ctx := c.Request().Context()
	w, err := p.Desk.Weigh(ctx, in.Person, in.Opening)
	if err != nil {
		return err
	}
	v := decideView{Weigh: w, Typed: in, Errors: errs, Conflict: conflict, Override: shortlisting.MayOverride(ctx)}
	if w.Entry != nil && (fresh || conflict) {
		v.Typed.Version = w.Entry.Version
	}
	want := naming.Wanted{Language: ui.Lang(ctx), People: []string{in.Person}, Openings: []string{in.Opening}}
	want.People = append(want.People, w.Undecided[:min(len(w.Undecided), higherShown)]...)
	v.Names = p.Desk.Names(ctx, want)
	return web.Render(c, status, decidePage(v))
}

func (p *Pages) decide(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	ctx, r := c.Request().Context(), c.Request()
	version, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		version = -1
	}
	in := shortlisting.Decide{
		Person: c.Param("id"), Opening: c.Param("opening"), Act: shortlist.Act(r.PostFormValue("decision")), Version: version,
		Reason: r.PostFormValue("reason"), SkipReason: r.PostFormValue("skipReason"), Override: r.PostFormValue("override"), Note: r.PostFormValue("note"),
	}
	e, err := p.Desk.Decide(ctx, in)
	errs := ui.FormErrors(ctx, err)
	switch {
	case err == nil:
		return web.See(c, "/matching/shortlist/"+e.ID)
	case errs.Any():
		return p.decideForm(c, http.StatusUnprocessableEntity, in, errs, false, false)
	case fault.Is(err, fault.Conflict):
		return p.decideForm(c, http.StatusConflict, in, nil, true, false)
	default:
		return err
	}
}

func (v decideView) path() string {
	return "/matching/people/" + v.Typed.Person + "/openings/" + v.Typed.Opening
}

func (v decideView) title(ctx context.Context) string {
	return ui.T(ctx, "matching.shortlist.decide.title", "Person", personLabel(v.Names, v.Typed.Person), "Opening", openingLabel(v.Names, v.Typed.Opening))
}

// decisions are those that the state allows.
func (v decideView) decisions(ctx context.Context) []ui.Option {
	from := shortlist.New
	if v.Weigh.Entry != nil {
		from = v.Weigh.Entry.State
	}
	var list []ui.Option
	for _, a := range shortlist.Acts(from, shortlist.Desk) {
		if a == shortlist.Propose || a == shortlist.Hold || a == shortlist.Pass {
			list = append(list, ui.Option{Value: string(a), Label: ui.T(ctx, "matching.shortlist.act."+string(a)), Hint: ui.T(ctx, "matching.shortlist.act."+string(a)+".hint")})
		}
	}
	return list
}

func (v decideView) facts(ctx context.Context) []ui.Definition {
	m := v.Weigh.Judgement.Match
	total := ui.T(ctx, "matching.shortlist.no-total")
	if m.Scored() {
		total = ui.T(ctx, "matching.shortlist.points", "Points", match.Points(m.Total))
	}
	return []ui.Definition{
		{Term: ui.T(ctx, "matching.shortlist.total"), Value: total},
		{Term: ui.T(ctx, "matching.shortlist.completeness"), Value: ui.Percent(ctx, float64(m.Completeness)/100)},
		{Term: ui.T(ctx, "matching.shortlist.higher"), Value: ui.Number(ctx, len(v.Weigh.Undecided))},
	}
}

func (v decideView) higher() []ui.Link {
	var list []ui.Link
	for _, id := range v.Weigh.Undecided[:min(len(v.Weigh.Undecided), higherShown)] {
		list = append(list, ui.Link{Text: personLabel(v.Names, id), Href: "/matching/people/" + id + "/openings/" + v.Typed.Opening})
	}
	return list
}

func (v decideView) blocks(ctx context.Context) []string {
	var list []string
	for _, c := range v.Weigh.Judgement.Match.Gate {
		for _, b := range v.Weigh.Judgement.Blocks {
			if c.Constraint.String() == b {
				list = append(list, ui.T(ctx, "matching.constraint."+b)+ui.Colon(ctx)+ui.T(ctx, "matching.reason."+c.Reason))
			}
		}
	}
	return list
}

// mayBlocked says what can be done about a block: nothing, something by others, or an override.
func (v decideView) mayBlocked(ctx context.Context) string {
	switch {
	case len(v.Weigh.Judgement.Hard) > 0:
		return ui.T(ctx, "matching.shortlist.block.hard")
	case v.Override:
		return ui.T(ctx, "matching.shortlist.block.override")
	default:
		return ui.T(ctx, "matching.shortlist.block.coordinator")
	}
}
