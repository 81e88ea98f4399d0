// Package papers is what people see of the papers of a traineeship: staff make versions and send links, each party reads
// and signs, somebody without an account by a personal link.
package papers

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/paperwork"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

const prefix = "matching.papers."

// t is a text of these pages.
func t(ctx context.Context, id string, args ...any) string { return ui.T(ctx, prefix+id, args...) }

// Printer makes PDFs.
type Printer interface {
	Available() bool
	Print(ctx context.Context, html []byte) ([]byte, error)
}

// Pages answers the requests for pages.
type Pages struct {
	Desk    *paperwork.Desk
	Printer Printer
	Origin  string // as people see it, without a slash at its end
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/papers", identity.PaperRead, p.waiting)
	r.Page(http.MethodGet, "/traineeships/:id/papers", identity.PaperRead, p.list)
	r.Page(http.MethodPost, "/traineeships/:id/papers", identity.PaperWrite, p.prepare)
	r.Page(http.MethodGet, "/traineeships/:id/papers/:version", identity.PaperRead, p.one)
	r.Page(http.MethodPost, "/traineeships/:id/papers/:version", identity.PaperSign, p.sign)
	r.Page(http.MethodPost, "/traineeships/:id/papers/:version/links", identity.PaperWrite, p.link)
	r.Page(http.MethodGet, "/traineeships/:id/papers/:version/paper.pdf", identity.PaperRead, p.pdf, web.Limit{Deadline: time.Minute})
	r.Page(http.MethodGet, "/sign/:token", identity.Public, p.arrive)
	r.Page(http.MethodGet, "/sign", identity.Public, p.door)
	r.Page(http.MethodPost, "/sign", identity.Public, p.signBy)
}

type listView struct {
	paperwork.File
	Refused string
}

func (p *Pages) list(c echo.Context) error {
	f, err := p.Desk.Of(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, listPage(listView{File: f}))
}

// prepare makes the next version of a paper.
func (p *Pages) prepare(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	k := papers.Kind(c.Request().PostFormValue("kind"))
	v, err := p.Desk.Prepare(ctx, id, k)
	if err == nil {
		return web.See(c, pathOf(id, v.ID))
	}
	if !fault.Is(err, fault.Precondition) && !fault.Is(err, fault.Unavailable) {
		return err
	}
	f, readErr := p.Desk.Of(ctx, id)
	if readErr != nil {
		return readErr
	}
	view, status := listView{File: f, Refused: "refused.not-due"}, http.StatusConflict
	switch {
	case fault.Is(err, fault.Unavailable):
		view.Refused, status = "refused.silent", http.StatusServiceUnavailable
	case k.Due(f.Traineeship):
		view.Refused = "refused.insurance"
	}
	return web.Render(c, status, listPage(view))
}

type paperView struct {
	paperwork.Paper
	PDF     bool
	Errors  ui.Errors
	Refused string
	Typed   string
	Sent    bool
	Given   string // the address of a new link, shown this once
	For     traineeship.Party
}

// signer is the party as which the viewer can sign now; "" for none.
func (v paperView) signer() traineeship.Party {
	p := v.Signer()
	if !v.Version.Newest || v.Stale(&v.Version) || v.Version.Signed(p) != nil || !slices.Contains(v.Version.Kind.Signers(), p) {
		return ""
	}
	return p
}

func pathOf(id, version string) string { return "/matching/traineeships/" + id + "/papers/" + version }

func (v paperView) path() string { return pathOf(v.ID, v.Version.ID) }

func (p *Pages) read(c echo.Context) (paperView, error) {
	paper, err := p.Desk.Read(c.Request().Context(), c.Param("id"), c.Param("version"))
	return paperView{Paper: paper, PDF: p.Printer.Available(), Typed: paper.Own}, err
}

func (p *Pages) one(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, paperPage(v))
}

func consent(r *http.Request) papers.Consent {
	return papers.Consent{Hash: r.PostFormValue("hash"), Signer: r.PostFormValue("signer"), Agreed: r.PostFormValue("agreed") == "true"}
}

// sign signs as the party that the viewer is.
func (p *Pages) sign(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	err := p.Desk.Sign(ctx, c.Param("id"), c.Param("version"), consent(r))
	if err == nil {
		return web.See(c, pathOf(c.Param("id"), c.Param("version")))
	}
	status, ok := comesBack(err)
	if !ok {
		return err
	}
	v, readErr := p.read(c)
	if readErr != nil {
		return readErr
	}
	v.Errors, v.Typed = formErrors(ctx, err), r.PostFormValue("signer")
	if status != http.StatusUnprocessableEntity {
		v.Refused = "refused.changed"
	}
	return web.Render(c, status, paperPage(v))
}

// comesBack says which status a form has that comes back; false for what is no matter of the form.
func comesBack(err error) (status int, ok bool) {
	switch fault.KindOf(err) {
	case fault.Invalid:
		return http.StatusUnprocessableEntity, true
	case fault.Conflict, fault.Precondition:
		return http.StatusConflict, true
	default:
		return 0, false
	}
}

// link makes, sends or ends a link for a party.
func (p *Pages) link(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	id, version, party := c.Param("id"), c.Param("version"), traineeship.Party(r.PostFormValue("party"))
	var path string
	var err error
	act := r.PostFormValue("act")
	switch act {
	case "withdraw":
		if err := p.Desk.Withdraw(ctx, id, version, party); err != nil {
			return err
		}
		return web.See(c, pathOf(id, version))
	case "give", "send":
		path, _, err = p.Desk.Give(ctx, id, version, party, act == "send")
	default:
		return fault.New(fault.Invalid, "There is no such act.")
	}
	status, ok := comesBack(err)
	if err != nil && !ok && !fault.Is(err, fault.Unavailable) {
		return err
	}
	v, readErr := p.read(c)
	if readErr != nil {
		return readErr
	}
	v.For = party
	switch {
	case err != nil && ok:
		v.Refused = "refused.changed"
	case err != nil:
		v.Refused, status = "refused.silent", http.StatusServiceUnavailable
	case path != "":
		v.Given, status = p.Origin+path, http.StatusOK
		c.Response().Header().Set("Cache-Control", "no-store")
	default:
		v.Sent, status = true, http.StatusOK
	}
	return web.Render(c, status, paperPage(v))
}

func (p *Pages) pdf(c echo.Context) error {
	ctx := c.Request().Context()
	paper, err := p.Desk.Read(ctx, c.Param("id"), c.Param("version"))
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := printed(paper.Version).Render(ui.InLanguage(ctx, "it"), &page); err != nil {
		return fmt.Errorf("draw a paper: %w", err)
	}
	data, err := p.Printer.Print(ctx, page.Bytes())
	if err != nil {
		return err //nolint:wrapcheck // the fault as it was
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+string(paper.Version.Kind)+`.pdf"`) // says nothing of whose it is
	h.Set("Cache-Control", "no-store")
	if err := c.Blob(http.StatusOK, "application/pdf", data); err != nil {
		return fault.New(fault.Unavailable, "the file could not be sent").Because(err)
	}
	return nil
}
