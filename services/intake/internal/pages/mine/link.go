package mine

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/correction"
	"github.com/celav/celav/services/intake/internal/ownfile"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/personlink"
)

// ownView is what a counsellor gives and answers: the personal link, and the requests for correction.
type ownView struct {
	Person person.Person
	Link   personlink.Link
	Given  bool
	Live   bool
	ByName string // who gave the link
	Sends  bool   // a message with a link leaves by itself
	Sent   bool
	List   []correction.Request
}

func (p *Pages) own(c echo.Context) error { return p.showOwn(c, false) }

func (p *Pages) showOwn(c echo.Context, sent bool) error {
	ctx := c.Request().Context()
	v := ownView{Sent: sent}
	var err error
	if v.Link, v.Given, err = p.Links.Of(ctx, c.Param("id")); err != nil {
		return err
	}
	if v.Person, err = p.Desk.Open(ctx, c.Param("id")); err != nil {
		return err
	}
	v.Live = v.Given && v.Link.Live(p.Desk.Now())
	if v.Given {
		known, _, err := p.Members.Who(ctx, v.Link.MadeBy)
		if err != nil {
			return err
		}
		v.ByName = known.Name
	}
	if _, v.Sends, err = p.Post.Reaches(ctx, v.Person.ID); err != nil {
		return err
	}
	if v.List, err = p.Corrections.Of(ctx, v.Person.ID); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, ownPage(v))
}

// linkView is a new link, shown this once: to be printed, in the language of the person.
type linkView struct {
	Person  person.Person
	Address string
	Code    drawing // of the address, for a telephone's camera
	Expires time.Time
}

// give makes a link to be printed or sent, or ends the one there is.
func (p *Pages) give(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	switch act := c.Request().PostFormValue("act"); act {
	case "withdraw":
		if err := p.Links.Revoke(ctx, id); err != nil {
			return err
		}
		return web.See(c, "/intake/people/"+id+"/own")
	case "print", "send":
		token, link, err := p.Links.Give(ctx, id, act == "send")
		if err != nil {
			return err
		}
		if act == "send" {
			return p.showOwn(c, true)
		}
		file, err := p.Desk.Open(ctx, id)
		if err != nil {
			return err
		}
		v := linkView{Person: file, Address: p.Origin + ownfile.Path(token), Expires: link.ExpiresAt}
		if v.Code, err = code(v.Address); err != nil {
			return err
		}
		return web.Render(c, http.StatusOK, linkPage(v))
	default:
		return fault.New(fault.Invalid, "There is no such act.")
	}
}

func (v ownView) facts(ctx context.Context) []ui.Definition {
	l := v.Link
	state := ui.T(ctx, "intake.mine.link.over")
	if v.Live {
		state = ui.T(ctx, "intake.mine.link.live", "Until", ui.Instant(ctx, l.ExpiresAt))
	}
	facts := []ui.Definition{
		{Term: ui.T(ctx, "intake.mine.link.state"), Value: state},
		{Term: ui.T(ctx, "intake.mine.link.given"), Value: strings.TrimSuffix(ui.Instant(ctx, l.MadeAt)+", "+v.ByName, ", ")},
	}
	used := ui.T(ctx, "intake.mine.link.unused")
	if !l.LastUsed.IsZero() {
		used = ui.T(ctx, "intake.mine.link.used", "When", ui.Instant(ctx, l.LastUsed), "Times", l.Uses)
	}
	return append(facts, ui.Definition{Term: ui.T(ctx, "intake.mine.link.use"), Value: used})
}

// linkCookie carries what stands in a link from its address, which is read once, to the page with the button. So the
// address is in no history, in no referrer and on no page.
const linkCookie = "celav-link"

const linkCookieAge = 10 * time.Minute

func (p *Pages) cookie(value string, age time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: linkCookie, Value: value, Path: "/intake/link", MaxAge: int(age.Seconds()), HttpOnly: true,
		Secure: strings.HasPrefix(p.Origin, "https://"), SameSite: http.SameSiteLaxMode,
	}
}

// arrive is where a link leads. It opens nothing: programs that look into mail follow links, too.
func (p *Pages) arrive(c echo.Context) error {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	c.Response().Header().Set("Cache-Control", "no-store")
	token := c.Param("token")
	if !secretlink.Plausible(token) {
		token = "none" // the page with the button says that it is no link
	}
	c.SetCookie(p.cookie(token, linkCookieAge))
	return web.See(c, "/intake/link")
}

// doorView is the page with the button.
type doorView struct {
	Token bool // there is something to open with
	Wrong bool // what there was opens nothing
}

func (p *Pages) door(c echo.Context) error {
	cookie, err := c.Cookie(linkCookie)
	return web.Render(c, http.StatusOK, doorPage(doorView{Token: err == nil && cookie.Value != ""}))
}

func (p *Pages) open(c echo.Context) error {
	r := c.Request()
	cookie, err := c.Cookie(linkCookie)
	if err != nil {
		return web.Render(c, http.StatusNotFound, doorPage(doorView{}))
	}
	link, err := p.Links.Use(r.Context(), cookie.Value, c.RealIP())
	if fault.Is(err, fault.NotFound) {
		c.SetCookie(p.cookie("", -time.Second))
		return web.Render(c, http.StatusNotFound, doorPage(doorView{Wrong: true}))
	}
	if err != nil {
		return err
	}
	if err := p.Sessions.OpenByLink(c.Response(), r, link); err != nil {
		return err
	}
	c.SetCookie(p.cookie("", -time.Second))
	return web.See(c, Home)
}

// languages are those in which the paper speaks: the person's own, where the suite has it, and Italian.
func (v linkView) languages(ctx context.Context) []context.Context {
	for _, l := range ui.Languages() {
		if l.Tag == v.Person.Language {
			return []context.Context{ui.InLanguage(ctx, l.Tag)}
		}
	}
	return []context.Context{ui.InLanguage(ctx, "it"), ui.InLanguage(ctx, "en")}
}
