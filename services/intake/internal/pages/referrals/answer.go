package referrals

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

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
	Errors   ui.Errors
	Conflict bool
	Act      string
	Refused  string
	Typed    string
}

func (v answerView) at() string { return referrals.LinkPath + v.Token }

// How often links may be tried from one address: no service answers faster, and guessing is hopeless.
const (
	linksPerSecond = 2
	linksAtOnce    = 60
)

// slowed keeps links from being tried one after the other, and their addresses from being told to other pages.
func slowed() echo.MiddlewareFunc {
	limit := middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store: middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: rate.Limit(linksPerSecond), Burst: linksAtOnce, ExpiresIn: 5 * time.Minute,
		}),
		IdentifierExtractor: func(c echo.Context) (string, error) { return c.RealIP(), nil },
		DenyHandler: func(echo.Context, string, error) error {
			return fault.New(fault.Throttled, "Too many requests: wait a moment.").After(time.Minute)
		},
	})
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		limited := limit(next)
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("X-Robots-Tag", "noindex, nofollow")
			return limited(c)
		}
	}
}

func (p *Pages) answerPage(c echo.Context) error {
	s, err := p.Desk.ByLink(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, answerPage(answerView{Shown: s, Token: c.Param("token")}))
}

// answer is the service's: it opens what was sent, and says what comes of it.
func (p *Pages) answer(c echo.Context) error {
	r := c.Request()
	ctx, token := r.Context(), c.Param("token")
	act := referral.Act(r.PostFormValue("act"))
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
	s, err := p.Desk.ByLink(ctx, token)
	if err != nil {
		return err
	}
	return web.Render(c, status(!errs.Any()), answerPage(answerView{
		Shown: s, Token: token, Errors: errs, Conflict: !errs.Any(), Act: string(act), Refused: r.PostFormValue("refusal"), Typed: typed(r, "note"),
	}))
}
