// Package joining is how somebody comes to speak for a company: by registering it, or by a colleague's invitation.
package joining

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
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

// Pages answers the requests for these pages. Origin is the suite as people see it, for links to send.
type Pages struct {
	Desk   *hiring.Desk
	Origin string
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/register", identity.CompanyRegister, p.form)
	r.Page(http.MethodPost, "/register", identity.CompanyRegister, p.register)
	r.Page(http.MethodGet, "/invitations/:token", identity.CompanyRegister, p.invitation)
	r.Page(http.MethodPost, "/invitations/:token", identity.CompanyRegister, p.accept)
	r.Page(http.MethodGet, "/companies/:id/members", identity.MemberWrite, p.members)
	r.Page(http.MethodPost, "/companies/:id/members/invite", identity.MemberWrite, p.invite)
	r.Page(http.MethodPost, "/companies/:id/members/name", identity.MemberWrite, p.rename)
	r.Page(http.MethodPost, "/companies/:id/members/remove", identity.MemberWrite, p.remove)
}

func posted(c echo.Context) (url.Values, error) {
	if err := c.Request().ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	return c.Request().PostForm, nil
}

func newKey() (string, error) {
	key, err := uuid.NewRandom()
	if err != nil {
		return "", fmt.Errorf("draw a form's key: %w", err)
	}
	return key.String(), nil
}
