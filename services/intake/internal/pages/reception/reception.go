// Package reception holds the pages around the first meeting: appointments and their calendar, who follows whom and
// how closely, colleagues and teams, files that are one person's, and the messages that went to people.
package reception

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"strconv"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/registration"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for these pages.
type Pages struct {
	Desk    *registration.Desk
	Agenda  *registration.Agenda
	Post    *registration.Post
	Members *registration.Members
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/appointments", identity.AppointmentList, p.calendar)
	r.Page(http.MethodGet, "/people/:id/appointments", identity.AppointmentRead, p.appointments)
	r.Page(http.MethodGet, "/people/:id/appointments/new", identity.AppointmentWrite, p.newAppointment)
	r.Page(http.MethodPost, "/people/:id/appointments/new", identity.AppointmentWrite, p.give)
	r.Page(http.MethodGet, "/people/:id/appointments/:appointment", identity.AppointmentWrite, p.appointment)
	r.Page(http.MethodPost, "/people/:id/appointments/:appointment", identity.AppointmentWrite, p.change)
	r.Page(http.MethodGet, "/people/:id/case", identity.CaseRead, p.following)
	r.Page(http.MethodPost, "/people/:id/case", identity.CaseWrite, p.saveLevel)
	r.Page(http.MethodPost, "/people/:id/tutor", identity.PersonAssign, p.assign)
	r.Page(http.MethodGet, "/caseload", identity.CaseloadRead, p.caseload)
	r.Page(http.MethodGet, "/staff", identity.StaffRead, p.staff)
	r.Page(http.MethodGet, "/staff/member", identity.StaffWrite, p.member)
	r.Page(http.MethodPost, "/staff/member", identity.StaffWrite, p.saveMember)
	r.Page(http.MethodGet, "/staff/team", identity.TeamWrite, p.team)
	r.Page(http.MethodPost, "/staff/team", identity.TeamWrite, p.saveTeam)
	r.Page(http.MethodGet, "/duplicates", identity.PersonMerge, p.duplicates)
	r.Page(http.MethodPost, "/duplicates", identity.PersonMerge, p.tellApart)
	r.Page(http.MethodGet, "/people/:id/merge/:other", identity.PersonMerge, p.compare)
	r.Page(http.MethodPost, "/people/:id/merge/:other", identity.PersonMerge, p.join)
	r.Page(http.MethodPost, "/people/:id/parted", identity.PersonMerge, p.undo)
	r.Page(http.MethodGet, "/messages", identity.MessageList, p.messages)
	r.Page(http.MethodPost, "/messages/again", identity.MessageList, p.again)
	r.Page(http.MethodGet, "/people/:id/messages", identity.MessageRead, p.messagesOf)
}

// Words writes sentences of these pages in a language, outside of a request.
type Words struct{ Catalog *ui.Catalog }

// Say implements registration.Words.
func (w Words) Say(language, id string, args ...any) string {
	return ui.T(ui.With(context.Background(), w.Catalog, ui.Request{Lang: language}), id, args...)
}

func version(r *http.Request) int64 {
	v, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return -1 // no record has it: the form is answered like one that is out of date
	}
	return v
}

func newKey() string {
	key, err := uuid.NewRandom()
	if err != nil {
		return "" // without a key a double click is not noticed; the form still works
	}
	return key.String()
}

func crumbs(ctx context.Context, id string) []ui.Link {
	list := []ui.Link{}
	if who, _ := identity.From(ctx); identity.May(who, identity.PersonList) == nil {
		list = append(list, ui.Link{Text: ui.T(ctx, "intake.people.title"), Href: "/intake/people"})
	}
	return append(list, ui.Link{Text: ui.T(ctx, "ui.file.file"), Href: "/intake/people/" + id})
}

// clock writes the time of day at the desk.
func clock(zone *time.Location, at time.Time) string { return at.In(zone).Format("15:04") }

func dayOf(zone *time.Location, at time.Time) civil.Date { return civil.DateOf(at.In(zone)) }

// teamCodes returns the public codes of the teams by id.
func (p *Pages) teamCodes(ctx context.Context) (map[string]string, error) {
	teams, err := p.Members.Teams(ctx)
	if err != nil {
		return nil, err
	}
	codes := make(map[string]string, len(teams))
	for _, t := range teams {
		codes[t.ID] = t.Code
	}
	return codes, nil
}

func see(c echo.Context, path string) error { return web.See(c, path) }
