package projects

import (
	"context"
	"net/http"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/project"
)

// actionView is the form of one action; ID "" is a new one.
type actionView struct {
	view
	Action project.Action
	Due    string // as it was typed
	Now    []ui.Definition
}

func (v actionView) path() string {
	if v.Action.ID == "" {
		return "/actions/new"
	}
	return "/actions/" + v.Action.ID
}

func (p *Pages) newAction(c echo.Context) error {
	v, err := p.load(c)
	if err != nil {
		return err
	}
	if !v.Project.Begun() {
		return web.See(c, v.at()+"/edit") // actions serve a goal
	}
	return web.Render(c, http.StatusOK, actionPage(actionView{view: v, Action: project.Action{State: project.Open}}))
}

func (p *Pages) editAction(c echo.Context) error {
	v, err := p.load(c)
	if err != nil {
		return err
	}
	a, ok := v.action(c.Param("action"))
	if !ok {
		return fault.New(fault.NotFound, "There is no such action.")
	}
	return web.Render(c, http.StatusOK, actionPage(actionView{view: v, Action: a, Due: a.Due.String()}))
}

func (v view) action(id string) (project.Action, bool) {
	for _, a := range v.Project.Actions {
		if a.ID == id {
			return a, true
		}
	}
	return project.Action{}, false
}

func (p *Pages) addAction(c echo.Context) error  { return p.putAction(c, "") }
func (p *Pages) saveAction(c echo.Context) error { return p.putAction(c, c.Param("action")) }

func (p *Pages) putAction(c echo.Context, id string) error {
	r := c.Request()
	due, _ := civil.ParseDate(r.PostFormValue("due")) // what is no day is refused by the project
	a := project.Action{ID: id, By: project.Party(r.PostFormValue("by")), What: typed(r, "what"), Due: due, State: project.State(r.PostFormValue("state"))}
	if id == "" {
		a.State = project.Open
	}
	_, err := p.Desk.PutAction(r.Context(), c.Param("id"), version(r), a)
	return p.answer(c, err, func(v view) error {
		again := actionView{view: v, Action: a, Due: r.PostFormValue("due")}
		if now, ok := v.action(id); ok && v.Conflict {
			again.Now = definitions(r.Context(), now)
		}
		return web.Render(c, status(v.Conflict), actionPage(again))
	})
}

// definitions are an action as it stands, to be compared with what was typed.
func definitions(ctx context.Context, a project.Action) []ui.Definition {
	return []ui.Definition{
		{Term: ui.T(ctx, "intake.project.what"), Value: a.What},
		{Term: ui.T(ctx, "intake.project.by"), Value: ui.T(ctx, "intake.project.by."+string(a.By))},
		{Term: ui.T(ctx, "intake.project.due"), Value: ui.Date(ctx, a.Due)},
		{Term: ui.T(ctx, "intake.project.state"), Value: ui.T(ctx, "intake.project.state."+string(a.State))},
	}
}

func parties(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, by := range project.Parties() {
		list = append(list, ui.Option{Value: string(by), Label: ui.T(ctx, "intake.project.by."+string(by))})
	}
	return list
}

func states(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, s := range project.States() {
		list = append(list, ui.Option{Value: string(s), Label: ui.T(ctx, "intake.project.state."+string(s))})
	}
	return list
}

// of lists one party's actions: what is open first, the earliest first.
func (v view) of(by project.Party) []project.Action {
	var open, ended []project.Action
	for _, a := range v.Project.Actions {
		switch {
		case a.By != by:
		case a.State.Ended():
			ended = append(ended, a)
		default:
			at := len(open)
			for at > 0 && a.Due.Before(open[at-1].Due) {
				at--
			}
			open = append(open[:at], append([]project.Action{a}, open[at:]...)...)
		}
	}
	return append(open, ended...)
}

// mayMove reports whether the reader may say how far the action is.
func (v view) mayMove(a project.Action) bool { return v.MayWrite || v.Own && a.By == project.Person }

func tone(a project.Action, today civil.Date) ui.Tone {
	switch {
	case a.State == project.Done:
		return ui.Good
	case a.State == project.Dropped:
		return ui.Neutral
	case a.Late(today):
		return ui.Bad
	case a.State == project.Doing:
		return ui.Info
	default:
		return ui.Neutral
	}
}

func stateText(ctx context.Context, a project.Action, today civil.Date) string {
	if a.Late(today) {
		return ui.T(ctx, "intake.project.late")
	}
	return ui.T(ctx, "intake.project.state."+string(a.State))
}

func when(ctx context.Context, a project.Action) string {
	if a.EndedOn != nil {
		return ui.T(ctx, "intake.project.ended-on", "Day", ui.Date(ctx, *a.EndedOn))
	}
	return ui.T(ctx, "intake.project.due-on", "Day", ui.Date(ctx, a.Due))
}

// next is what the button beside an open action does.
func next(a project.Action) project.State {
	if a.State.Ended() {
		return project.Open
	}
	return project.Done
}
