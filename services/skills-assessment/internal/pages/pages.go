// Package pages is what people see of the assessment: whose profiles to complete, a profile and its parts, the taxonomy.
package pages

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/cv"
	"github.com/celav/celav/services/skills-assessment/internal/cv/sheet"
	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/people"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
	"github.com/celav/celav/services/skills-assessment/internal/store"
	"github.com/celav/celav/services/skills-assessment/internal/vocabulary"
)

//go:generate go tool -modfile=../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages are the texts of these pages.
func Messages() fs.FS { return messages }

// Catalog holds the texts of these pages.
func Catalog() (*ui.Catalog, error) {
	c, err := ui.NewCatalog(ui.MessageFolder(messages), sheet.Messages())
	if err != nil {
		return nil, fmt.Errorf("texts of the assessment: %w", err)
	}
	return c, nil
}

// People are asked for by id or as those in the caller's care.
type People interface {
	Label(ctx context.Context, person string) (string, error)
	Language(ctx context.Context, person string) (string, error)
	InCare(ctx context.Context, cursor string, limit int) ([]people.Person, string, error)
}

// Words link a text to the taxonomy.
type Words interface {
	Find(ctx context.Context, q linking.Query) ([]vocabulary.Found, string, error)
}

// Pages answers the requests for pages.
type Pages struct {
	Desk    *profiling.Desk
	Records *store.Store
	People  People
	Words   Words
	CVs     *cv.Desk
	Printer sheet.Printer
}

// Register adds the pages to the router. Every page names what one must be allowed to do to see it.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/people", identity.ProfileList, p.list)
	r.Page(http.MethodGet, "/people/:id", identity.ProfileRead, p.overview)
	r.Page(http.MethodGet, "/people/:id/skills", identity.ProfileRead, p.skills)
	r.Page(http.MethodPost, "/people/:id/skills", identity.ProfileWrite, p.saveSkill)
	r.Page(http.MethodPost, "/people/:id/skills/remove", identity.ProfileWrite, p.removeSkill)
	r.Page(http.MethodGet, "/people/:id/occupations", identity.ProfileRead, p.occupations)
	r.Page(http.MethodPost, "/people/:id/occupations", identity.ProfileWrite, p.saveOccupation)
	r.Page(http.MethodPost, "/people/:id/occupations/remove", identity.ProfileWrite, p.removeOccupation)
	r.Page(http.MethodGet, "/people/:id/learning", identity.ProfileRead, p.learning)
	r.Page(http.MethodPost, "/people/:id/learning", identity.ProfileWrite, p.saveLearning)
	r.Page(http.MethodPost, "/people/:id/learning/remove", identity.ProfileWrite, p.removeLearning)
	r.Page(http.MethodGet, "/people/:id/languages", identity.ProfileRead, p.languages)
	r.Page(http.MethodPost, "/people/:id/languages", identity.ProfileWrite, p.saveLanguage)
	r.Page(http.MethodPost, "/people/:id/languages/remove", identity.ProfileWrite, p.removeLanguage)
	r.Page(http.MethodGet, "/people/:id/more", identity.ProfileRead, p.more)
	r.Page(http.MethodPost, "/people/:id/more", identity.ProfileWrite, p.saveMore)
	r.Page(http.MethodGet, "/people/:id/experience", identity.ProfileRead, p.experience)
	r.Page(http.MethodPost, "/people/:id/experience", identity.ProfileWrite, p.saveExperience)
	r.Page(http.MethodPost, "/people/:id/experience/remove", identity.ProfileWrite, p.removeExperience)
	r.Page(http.MethodGet, "/people/:id/studies", identity.ProfileRead, p.studies)
	r.Page(http.MethodPost, "/people/:id/titles", identity.ProfileWrite, p.saveTitle)
	r.Page(http.MethodPost, "/people/:id/titles/remove", identity.ProfileWrite, p.removeTitle)
	r.Page(http.MethodPost, "/people/:id/certificates", identity.ProfileWrite, p.saveCertificate)
	r.Page(http.MethodPost, "/people/:id/certificates/remove", identity.ProfileWrite, p.removeCertificate)
	r.Page(http.MethodPost, "/people/:id/confirm", identity.ProfileWrite, p.confirm)
	r.Page(http.MethodGet, "/people/:id/interview", identity.ProfileWrite, p.interview)
	r.Page(http.MethodPost, "/people/:id/interview", identity.ProfileWrite, p.answerInterview)
	r.Page(http.MethodGet, "/people/:id/cv", identity.CVRead, p.cv)
	r.Page(http.MethodGet, "/people/:id/cv/pdf", identity.CVRead, p.cvPDF, web.Limit{Deadline: time.Minute})
	r.Page(http.MethodGet, "/people/:id/cv/europass", identity.CVRead, p.cvEuropass)
	r.Page(http.MethodGet, "/concepts", identity.ConceptRead, p.concepts)
	r.Page(http.MethodGet, "/concept", identity.ConceptRead, p.concept)
}

// form reads a posted form.
func form(c echo.Context) (*http.Request, error) {
	r := c.Request()
	if err := r.ParseForm(); err != nil {
		return r, &echo.HTTPError{Code: http.StatusBadRequest, Message: "form", Internal: err}
	}
	return r, nil
}
