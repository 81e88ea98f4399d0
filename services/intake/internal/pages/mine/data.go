package mine

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/correction"
	"github.com/celav/celav/services/intake/internal/ownfile"
)

// area is one part of what is recorded of a person.
type area struct {
	name    string // ends message ids
	href    string // {id} is the person; where it is read, and changed where one may
	item    correction.Item
	seen    string   // who can see it, ends a message id
	actions []string // that change it
}

func areas(id string) []area {
	file := "/intake/people/" + id
	return []area{
		{"identity", file, "identity", "team", []string{"person.create", "person.update", "person.merge"}},
		{"contact", Home + "/contact", "identity", "team", []string{"person.create", "person.update", "own-contact.write"}},
		{"availability", file + "/availability", "other", "match", []string{"availability.write"}},
		{"reach", file + "/reach", "other", "match", []string{"reach.write"}},
		{"documents", file + "/work-access", "documents", "papers", []string{"work-access.write"}},
		{"needs", file + "/needs", "needs", "team", []string{"need.write"}},
		{"skills", "/assessment/people/" + id, "skills", "match", []string{"profile.write"}},
		{"project", file + "/project", "project", "team", []string{"project.write", "project.move"}},
		{"appointments", file + "/appointments", "appointments", "team", []string{"appointment.write", "appointment.skip"}},
		{"messages", file + "/messages", "other", "team", []string{"message.send"}},
		{"proposals", "/matching/people/" + id + "/proposals", "proposals", "consent", []string{"shortlist.write", "shortlist.act", "shortlist.override", "contest.write"}},
		{"traineeship", "/matching/people/" + id + "/traineeships", "traineeship", "host", []string{"traineeship.write", "traineeship.answer", "traineeship.oversee", "traineeship.clock", "hire.create"}},
	}
}

// dataView says what is recorded, by whom and when, and who can see it.
type dataView struct {
	Areas   []area
	Changes []ownfile.Look // the newest first
	Silent  []string
	ID      string
}

// changesRead bounds how far back the last change of an area is looked for.
const changesRead = 200

func (p *Pages) data(c echo.Context) error {
	ctx := c.Request().Context()
	file, err := p.Desk.Own(ctx)
	if err != nil {
		return err
	}
	page, err := p.Looks.Page(ctx, file.ID, ownfile.Changes, "", changesRead)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, dataPage(dataView{Areas: areas(file.ID), Changes: page.Items, Silent: page.Silent, ID: file.ID}))
}

// last says when an area was changed last, and by whom.
func (v dataView) last(ctx context.Context, a area) string {
	for _, l := range v.Changes {
		if slices.Contains(a.actions, l.Action) {
			return ui.T(ctx, "intake.mine.data.changed", "When", ui.Instant(ctx, l.At), "Who", whoText(ctx, l.Who, true))
		}
	}
	return ui.T(ctx, "intake.mine.data.unchanged")
}
