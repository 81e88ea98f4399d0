// Package orientation is the orientation desk: what anybody may look at without an account. The openings of today
// without the companies, the skills that they ask for, and how to look for work.
package orientation

import (
	"context"
	"embed"
	"io/fs"
	"net/http"

	"github.com/a-h/templ"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct {
	Desk   *hiring.Desk
	Labels *hiring.Labels
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/jobs", identity.Public, p.jobs)
	r.Page(http.MethodGet, "/jobs/:id", identity.Public, p.job)
	r.Page(http.MethodGet, "/skills", identity.Public, p.skills)
	r.Page(http.MethodGet, "/openings/:id/preview", identity.OpeningRead, p.preview)
}

// The addresses of the desk.
const (
	jobsPath    = "/outreach/jobs"
	skillsPath  = "/outreach/skills"
	lookingPath = "/outreach/looking"
	hiringPath  = "/outreach/hiring"
)

// Tabs leads through the desk; the guide on looking for work is drawn by another package.
func Tabs(ctx context.Context, current string) []ui.Tab {
	return []ui.Tab{
		{Text: ui.T(ctx, "outreach.desk.jobs"), Href: jobsPath, Current: current == jobsPath},
		{Text: ui.T(ctx, "outreach.desk.skills"), Href: skillsPath, Current: current == skillsPath},
		{Text: ui.T(ctx, "outreach.desk.looking"), Href: lookingPath, Current: current == lookingPath},
	}
}

// inLanguage marks words that are not in the page's language.
func inLanguage(ctx context.Context, tag string) templ.Attributes {
	if tag == "" || tag == ui.Lang(ctx) {
		return templ.Attributes{}
	}
	return templ.Attributes{"lang": tag, "dir": ui.DirOf(tag)}
}
