// Package traineeships is what people see of traineeships and hires: staff the whole of it, hosts and trainees their own
// part.
package traineeships

import (
	"context"
	"embed"
	"io/fs"
	"net/http"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Choices ranks the openings from which one is chosen for a person.
type Choices interface {
	Person(ctx context.Context, a desk.Ask) (desk.Answer, error)
}

// Pages answers the requests for pages.
type Pages struct {
	Desk    *placement.Desk
	Choices Choices
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/traineeships", identity.TraineeshipList, p.list)
	r.Page(http.MethodGet, "/traineeships/new", identity.TraineeshipWrite, p.newForm)
	r.Page(http.MethodPost, "/traineeships/new", identity.TraineeshipWrite, p.open)
	r.Page(http.MethodGet, "/traineeships/:id", identity.TraineeshipRead, p.one)
	r.Page(http.MethodPost, "/traineeships/:id/acts", identity.TraineeshipAnswer, p.act)
	r.Page(http.MethodGet, "/traineeships/:id/decision", identity.TraineeshipWrite, p.decision)
	r.Page(http.MethodGet, "/traineeships/:id/changes", identity.TraineeshipWrite, p.changes)
	r.Page(http.MethodGet, "/people/:id/traineeships", identity.TraineeshipRead, p.ofPerson)
	r.Page(http.MethodGet, "/trainees", identity.TraineesOfHost, p.trainees)
	r.Page(http.MethodGet, "/hires", identity.HireList, p.hires)
	r.Page(http.MethodGet, "/hires/new", identity.HireCreate, p.hireForm)
	r.Page(http.MethodPost, "/hires/new", identity.HireCreate, p.hire)
}

const prefix = "matching.traineeships."

// t is a text of these pages.
func t(ctx context.Context, id string, args ...any) string { return ui.T(ctx, prefix+id, args...) }
