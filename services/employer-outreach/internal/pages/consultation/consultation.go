// Package consultation are the pages of the in-person desk: booking a visit, with or without an account, and the
// desk's own agenda.
package consultation

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/consultation"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

const path = "/outreach/consultation"

// Pages answers the requests for these pages.
type Pages struct{ Desk *hiring.Desk }

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/consultation", identity.Public, p.times)
	r.Page(http.MethodGet, "/consultation/book", identity.Public, p.form)
	r.Page(http.MethodPost, "/consultation/book", identity.Public, p.book)
	r.Page(http.MethodGet, "/consultation/visits/:token", identity.Public, p.visit)
	r.Page(http.MethodPost, "/consultation/visits/:token", identity.Public, p.cancelByLink)
	r.Page(http.MethodPost, "/consultation/own/:id/cancel", identity.DeskOwn, p.cancelOwn)
	r.Page(http.MethodGet, "/consultation/desk", identity.DeskRead, p.agenda)
	r.Page(http.MethodPost, "/consultation/desk", identity.DeskWrite, p.open)
	r.Page(http.MethodGet, "/consultation/desk/:id", identity.DeskRead, p.one)
	r.Page(http.MethodPost, "/consultation/desk/:id", identity.DeskWrite, p.note)
	r.Page(http.MethodPost, "/consultation/slots/:id/close", identity.DeskWrite, p.closeSlot)
}

type timesView struct {
	Days  []day
	Own   []store.Visit
	Staff bool
}

// day is the free times of one day.
type day struct {
	On    civil.Date
	Slots []consultation.Slot
}

func (p *Pages) times(c echo.Context) error {
	ctx := c.Request().Context()
	slots, err := p.Desk.FreeSlots(ctx)
	if err != nil {
		return err
	}
	who, _ := identity.From(ctx)
	v := timesView{Staff: identity.May(who, identity.DeskWrite) == nil}
	for _, one := range slots {
		on := store.Today(one.Start)
		if n := len(v.Days); n == 0 || v.Days[n-1].On != on {
			v.Days = append(v.Days, day{On: on})
		}
		last := &v.Days[len(v.Days)-1]
		last.Slots = append(last.Slots, one)
	}
	if v.Own, err = p.Desk.OwnVisits(ctx); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, timesPage(v))
}

// clock is the time of day in Milan.
func clock(ctx context.Context, at time.Time) string {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return ui.Instant(ctx, at)
	}
	return at.In(rome).Format("15:04")
}

type formView struct {
	Typed  url.Values
	Slot   consultation.Slot
	Errors ui.Errors
	// Gone says that the time cannot be booked any more.
	Gone bool
}

func (p *Pages) free(ctx context.Context, id string) (consultation.Slot, bool, error) {
	slots, err := p.Desk.FreeSlots(ctx)
	for _, one := range slots {
		if one.ID == id {
			return one, true, err
		}
	}
	return consultation.Slot{}, false, err
}

func (p *Pages) form(c echo.Context) error {
	ctx := c.Request().Context()
	slot, ok, err := p.free(ctx, c.QueryParam("slot"))
	if err != nil {
		return err
	}
	if !ok {
		return web.Render(c, http.StatusOK, formPage(formView{Gone: true}))
	}
	key, err := uuid.NewRandom()
	if err != nil {
		return fmt.Errorf("draw a form's key: %w", err)
	}
	kind := consultation.ForPerson
	if who, _ := identity.From(ctx); who.Has(identity.Employer) {
		kind = consultation.ForEmployer
	}
	return web.Render(c, http.StatusOK, formPage(formView{Slot: slot, Typed: url.Values{"slot": {slot.ID}, "key": {key.String()}, "kind": {kind}}}))
}

func posted(c echo.Context) (url.Values, error) {
	if err := c.Request().ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	return c.Request().PostForm, nil
}

func (p *Pages) book(c echo.Context) error {
	ctx := c.Request().Context()
	typed, err := posted(c)
	if err != nil {
		return err
	}
	booked, token, err := p.Desk.Book(ctx, consultation.Booking{
		SlotID: typed.Get("slot"), Kind: typed.Get("kind"),
		Visitor: consultation.Visitor{Name: typed.Get("name"), Reach: typed.Get("reach"), About: typed.Get("about")},
	}, typed.Get("key"))
	switch errs := ui.FormErrors(ctx, err); {
	case errs.Any():
		slot, ok, failed := p.free(ctx, typed.Get("slot"))
		if failed != nil {
			return failed
		}
		return web.Render(c, http.StatusUnprocessableEntity, formPage(formView{Typed: typed, Slot: slot, Errors: errs, Gone: !ok}))
	case fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound):
		return web.Render(c, http.StatusConflict, formPage(formView{Gone: true}))
	case err != nil:
		return err
	case token == "" && booked.BookedBy != "":
		return web.See(c, path)
	case token == "": // the second click: the first one's page has the link
		return web.Render(c, http.StatusOK, bookedPage())
	}
	return web.See(c, path+"/visits/"+token)
}

type visitView struct {
	Visit store.Visit
	Token string
	// Started says that it is too late to cancel.
	Started bool
}

func (p *Pages) visit(c echo.Context) error {
	v, err := p.Desk.VisitByLink(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	started := p.Desk.Started(v)
	return web.Render(c, http.StatusOK, visitPage(visitView{Visit: v, Token: c.Param("token"), Started: started}))
}

func (p *Pages) cancelByLink(c echo.Context) error {
	if err := p.Desk.CancelByLink(c.Request().Context(), c.Param("token")); err != nil {
		return err
	}
	return web.See(c, path+"/visits/"+c.Param("token"))
}

func (p *Pages) cancelOwn(c echo.Context) error {
	if err := p.Desk.CancelVisit(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return web.See(c, path)
}
