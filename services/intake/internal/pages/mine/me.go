package mine

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/appointment"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/project"
	"github.com/celav/celav/services/intake/internal/tasks"
)

// meView is the own page at a glance.
type meView struct {
	Person  person.Person
	Next    *appointment.Appointment // the next one that is planned
	With    string                   // whom it is with, by working name
	Skipped bool                     // the person said that they cannot come
	Waiting tasks.Waiting
	Tasks   []tasks.Task // what the person is to do
	// Matching is nil when matching does not answer.
	Matching *contract.Overview
	Project  project.Project
	Steps    int // that are the person's to do
	Messages []outbox.Message
	Tutor    string
	Team     string
	Reach    string
	Open     int // requests for correction without an answer
}

// shown is how many of each kind the page shows before it leads on.
const shown = 3

func (p *Pages) me(c echo.Context) error {
	ctx := c.Request().Context()
	file, err := p.Desk.Own(ctx)
	if err != nil {
		return err
	}
	v := meView{Person: file, Reach: p.Reach}
	overview := make(chan *contract.Overview, 1)
	go func() { overview <- p.overview(ctx, file.ID) }()
	v.Waiting = p.Board.Gather(ctx)
	v.Tasks = v.Waiting.Mine(p.Desk.Today())
	if err := p.appointment(ctx, &v); err != nil {
		return err
	}
	if v.Project, err = p.Projects.Read(ctx, file.ID); err != nil {
		return err
	}
	for _, a := range v.Project.Actions {
		if a.By == project.Person && !a.State.Ended() {
			v.Steps++
		}
	}
	if v.Messages, err = p.Post.Newest(ctx, shown); err != nil {
		return err
	}
	asked, err := p.Corrections.Of(ctx, file.ID)
	if err != nil {
		return err
	}
	for _, r := range asked {
		if r.AnsweredAt.IsZero() {
			v.Open++
		}
	}
	if v.Tutor, v.Team, err = p.followed(ctx, file); err != nil {
		return err
	}
	v.Matching = <-overview
	return web.Render(c, http.StatusOK, mePage(v))
}

// overview asks matching; nil when it does not answer, and the page says so.
func (p *Pages) overview(ctx context.Context, id string) *contract.Overview {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	o, err := p.Matching.Overview(ctx, id)
	if err != nil {
		return nil
	}
	return &o
}

// appointment finds the next one.
func (p *Pages) appointment(ctx context.Context, v *meView) error {
	found, err := p.Agenda.Of(ctx, v.Person.ID)
	if err != nil {
		return err
	}
	now := p.Desk.Now()
	for _, a := range found.List { // the newest first: the last that fits is the next
		if a.State == appointment.Planned && a.Ends().After(now) {
			v.Next = &a
		}
	}
	if v.Next == nil {
		return nil
	}
	known, _, err := p.Members.Who(ctx, v.Next.With)
	if err != nil {
		return err
	}
	v.With = known.Name
	skipped, err := p.Agenda.Skipped(ctx)
	for _, s := range skipped {
		v.Skipped = v.Skipped || s.Appointment == v.Next.ID
	}
	return err
}

// followed returns who follows the person, by working name, and the team's public code.
func (p *Pages) followed(ctx context.Context, file person.Person) (tutor, team string, err error) {
	if file.Following.Tutor != "" {
		known, _, err := p.Members.Who(ctx, file.Following.Tutor)
		if err != nil {
			return "", "", err
		}
		tutor, team = known.Name, known.Team
	}
	if team == "" {
		team, err = p.Members.TeamCode(ctx, file.Team)
	}
	return tutor, team, err
}

func (p *Pages) skip(c echo.Context) error {
	ctx := c.Request().Context()
	file, err := p.Desk.Own(ctx)
	if err != nil {
		return err
	}
	if err := p.Agenda.Skip(ctx, file.ID, c.Param("appointment")); err != nil {
		return err
	}
	return web.See(c, Home)
}

func (v meView) at(part string) string { return "/intake/people/" + v.Person.ID + "/" + part }

// appointmentFacts are when, where and with whom.
func (v meView) appointmentFacts(ctx context.Context) []ui.Definition {
	facts := []ui.Definition{
		{Term: ui.T(ctx, "intake.mine.when"), Value: ui.Instant(ctx, v.Next.Starts)},
		{Term: ui.T(ctx, "intake.mine.where"), Value: v.Next.Place},
	}
	if v.With != "" {
		facts = append(facts, ui.Definition{Term: ui.T(ctx, "intake.mine.with"), Value: v.With})
	}
	return facts
}

// follows says who follows the person and how to reach them.
func (v meView) follows(ctx context.Context) []ui.Definition {
	var facts []ui.Definition
	if v.Tutor != "" {
		facts = append(facts, ui.Definition{Term: ui.T(ctx, "intake.mine.tutor"), Value: v.Tutor})
	}
	if v.Team != "" {
		facts = append(facts, ui.Definition{Term: ui.T(ctx, "intake.person.team"), Value: v.Team})
	}
	reach := v.Reach
	if reach == "" {
		reach = ui.T(ctx, "intake.mine.reach.desk")
	}
	return append(facts, ui.Definition{Term: ui.T(ctx, "intake.mine.reach"), Value: reach})
}

// proposals are the first few that were made; the page of matching has them all.
func (v meView) proposals() []contract.ProposalInWords {
	return v.Matching.Proposals[:min(len(v.Matching.Proposals), shown)]
}

func titled(title, company, otherwise string) string {
	switch {
	case title == "":
		return otherwise
	case company == "":
		return title
	default:
		return title + " – " + company
	}
}

func traineeshipFacts(ctx context.Context, t contract.TraineeshipInWords) []ui.Definition {
	return []ui.Definition{
		{Term: ui.T(ctx, "intake.mine.from"), Value: ui.Date(ctx, t.Start)},
		{Term: ui.T(ctx, "intake.mine.until"), Value: ui.Date(ctx, t.End)},
		{Term: ui.T(ctx, "intake.mine.state"), Value: t.State},
	}
}

func (v meView) correctionsText(ctx context.Context) string {
	if v.Open > 0 {
		return ui.T(ctx, "intake.mine.corrections.open", v.Open)
	}
	return ui.T(ctx, "intake.mine.corrections.text")
}

func task(ctx context.Context, t tasks.Task) ui.Tile {
	tile := ui.Tile{Title: t.Text, Href: t.URL, Level: 3}
	if t.Since != nil {
		tile.Text = ui.T(ctx, "intake.mine.since", "Day", ui.Date(ctx, *t.Since))
	}
	return tile
}
