// Package mine holds the pages of a person's own view: the page one lands on, the own data, requests for correction, who
// looked at the file; and for counsellors the personal link and the answers.
package mine

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/ownfile"
	"github.com/celav/celav/services/intake/internal/planning"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/tasks"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Overviews tells what was proposed to somebody and why, and the traineeships; matching.Client is it.
type Overviews interface {
	Overview(ctx context.Context, person string) (contract.Overview, error)
}

// Sessions opens a session by a personal link; identity.Identity is it.
type Sessions interface {
	OpenByLink(w http.ResponseWriter, r *http.Request, link string) error
}

// Pages answers the requests for these pages.
type Pages struct {
	Desk        *registration.Desk
	Members     *registration.Members
	Agenda      *registration.Agenda
	Post        *registration.Post
	Projects    *planning.Desk
	Board       *tasks.Board
	Matching    Overviews
	Links       *ownfile.Links
	Corrections *ownfile.Corrections
	Looks       *ownfile.Looks
	Sessions    Sessions
	Origin      string // as people see it
	Reach       string // how people reach the desk; may be empty
}

// Home is the page that a person lands on.
const Home = "/intake/me"

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/me", identity.OwnRead, p.me)
	r.Page(http.MethodGet, "/me/data", identity.OwnRead, p.data)
	r.Page(http.MethodGet, "/me/contact", identity.OwnContactWrite, p.contact)
	r.Page(http.MethodPost, "/me/contact", identity.OwnContactWrite, p.saveContact)
	r.Page(http.MethodPost, "/me/appointments/:appointment/skip", identity.AppointmentSkip, p.skip)
	r.Page(http.MethodGet, "/me/corrections", identity.CorrectionAsk, p.corrections)
	r.Page(http.MethodPost, "/me/corrections", identity.CorrectionAsk, p.ask)
	r.Page(http.MethodGet, "/people/:id/looks", identity.AuditRead, p.looks)

	r.Page(http.MethodGet, "/people/:id/own", identity.PersonLink, p.own)
	r.Page(http.MethodPost, "/people/:id/own", identity.PersonLink, p.give)
	r.Page(http.MethodGet, "/corrections", identity.CorrectionAnswer, p.waiting)
	r.Page(http.MethodGet, "/corrections/:correction", identity.CorrectionAnswer, p.correction)
	r.Page(http.MethodPost, "/corrections/:correction", identity.CorrectionAnswer, p.answer)

	r.Page(http.MethodGet, "/link/:token", identity.Public, p.arrive)
	r.Page(http.MethodGet, "/link", identity.Public, p.door)
	r.Page(http.MethodPost, "/link", identity.Public, p.open)
}

// wait is how long the own page waits for another service.
const wait = 800 * time.Millisecond

func newKey() (string, error) {
	key, err := uuid.NewV7()
	if err != nil {
		return "", err //nolint:wrapcheck // there is no more to say
	}
	return key.String(), nil
}

func version(r *http.Request) int64 {
	v, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return -1 // no record has it: the form is answered like one that is out of date
	}
	return v
}

func conflictOr422(conflict bool) int {
	if conflict {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}
