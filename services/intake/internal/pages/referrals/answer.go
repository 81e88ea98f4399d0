package referrals

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/referrals"
)

// answerView is a referral as the service sees it by its link.
type answerView struct {
	referrals.Shown
	Token    string
	Open     bool // somebody opened it with this request
	Errors   ui.Errors
	Conflict bool
	Act      string
	Refused  string
	Typed    string
}

func (v answerView) at() string { return referrals.LinkPath + v.Token }

// Tries counts over all processes how often one address tried links that are none; secretlink.Tries is it.
type Tries interface {
	Guard(ctx context.Context, from string, find func() error) error
}

// guarded keeps links from being tried one after the other, and their addresses from being told to other pages. Who has a
// link is never slowed: only those that lead nowhere count.
func (p *Pages) guarded(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		return p.Tries.Guard(c.Request().Context(), c.RealIP(), func() error { return next(c) })
	}
}

func (p *Pages) answerPage(c echo.Context) error {
	s, err := p.Desk.Cover(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, answerPage(answerView{Shown: s, Token: c.Param("token")}))
}

// answer is the service's: it opens what was sent, and says what comes of it. What it opens is the answer to this very
// request and has no address: whoever follows the link again sees the cover.
func (p *Pages) answer(c echo.Context) error {
	r := c.Request()
	ctx, token := r.Context(), c.Param("token")
	act := referral.Act(r.PostFormValue("act"))
	if act == referral.Open {
		return p.opened(c, http.StatusOK, answerView{Token: token})
	}
	err := error(nil)
	if act == "" {
		var bad fault.Violations
		bad.Add("/act", "required", "Say what the answer is.")
		err = bad.Err()
	} else {
		err = p.Desk.ActByLink(ctx, token, version(r), act, referral.Given{Refusal: referral.Refusal(r.PostFormValue("refusal")), Note: typed(r, "note")})
	}
	if err == nil {
		return web.See(c, referrals.LinkPath+token)
	}
	errs := formErrors(ctx, err)
	if !errs.Any() && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Precondition) {
		return err
	}
	return p.opened(c, status(!errs.Any()), answerView{
		Token: token, Errors: errs, Conflict: !errs.Any(), Act: string(act), Refused: r.PostFormValue("refusal"), Typed: typed(r, "note"),
	})
}

func (p *Pages) opened(c echo.Context, status int, v answerView) error {
	var err error
	if v.Shown, err = p.Desk.OpenByLink(c.Request().Context(), v.Token); err != nil {
		return err
	}
	v.Open = true
	return web.Render(c, status, answerPage(v))
}
