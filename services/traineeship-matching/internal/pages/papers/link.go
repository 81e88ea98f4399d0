package papers

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/paperwork"
)

// linkCookie carries what stands in a link from its address, which is read once, to the page: so the address is in no
// history, in no referrer and on no page.
const (
	linkCookie    = "celav-paper"
	linkCookieAge = time.Hour // a paper is read before it is signed
)

func (p *Pages) cookie(value string, age time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: linkCookie, Value: value, Path: "/matching/sign", MaxAge: int(age.Seconds()), HttpOnly: true,
		Secure: strings.HasPrefix(p.Origin, "https://"), SameSite: http.SameSiteLaxMode,
	}
}

// arrive is where a link leads. It signs nothing: programs that look into mail follow links, too.
func (p *Pages) arrive(c echo.Context) error {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	c.Response().Header().Set("Cache-Control", "no-store")
	token := c.Param("token")
	if !secretlink.Plausible(token) {
		token = "none" // the page says that it is no link
	}
	c.SetCookie(p.cookie(token, linkCookieAge))
	return web.See(c, "/matching/sign")
}

type doorView struct {
	paperwork.ByLink
	Open    bool // the link holds
	Wrong   bool // there was one, and it does not
	Errors  ui.Errors
	Refused string
	Typed   string
}

func (p *Pages) open(c echo.Context, count bool) (doorView, error) {
	c.Response().Header().Set("Cache-Control", "no-store")
	cookie, err := c.Cookie(linkCookie)
	if err != nil || cookie.Value == "" {
		return doorView{}, nil
	}
	_, b, err := p.Desk.Open(c.Request().Context(), cookie.Value, c.RealIP(), count)
	if fault.Is(err, fault.NotFound) {
		return doorView{Wrong: true}, nil
	}
	return doorView{ByLink: b, Open: err == nil}, err
}

func (p *Pages) door(c echo.Context) error {
	v, err := p.open(c, true)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if v.Wrong {
		status = http.StatusNotFound
	}
	return web.Render(c, status, doorPage(v))
}

func (p *Pages) signBy(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	cookie, err := c.Cookie(linkCookie)
	if err != nil {
		return web.Render(c, http.StatusNotFound, doorPage(doorView{}))
	}
	err = p.Desk.SignBy(ctx, cookie.Value, c.RealIP(), consent(r))
	switch {
	case err == nil:
		return web.See(c, "/matching/sign")
	case fault.Is(err, fault.NotFound):
		return web.Render(c, http.StatusNotFound, doorPage(doorView{Wrong: true}))
	}
	status, ok := comesBack(err)
	if !ok {
		return err
	}
	v, readErr := p.open(c, false)
	if readErr != nil {
		return readErr
	}
	v.Errors, v.Typed = formErrors(ctx, err), r.PostFormValue("signer")
	if status != http.StatusUnprocessableEntity {
		v.Refused = "refused.changed"
	}
	return web.Render(c, status, doorPage(v))
}
