package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
)

// signedIn reads who is signed in from the page's session cookie. A bearer token opens no page.
func (r *Router) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var failed error
		fail := func(_ http.ResponseWriter, _ *http.Request, err error) { failed = err }
		inner := http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
			c.SetRequest(req)
			failed = next(c)
		})
		r.options.Sessions(fail)(inner).ServeHTTP(c.Response(), c.Request())
		return failed
	}
}

// bearer reads who asks from the Authorization header. A cookie opens no operation of the API.
func (r *Router) bearer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		header := c.Request().Header.Get(echo.HeaderAuthorization)
		if header == "" {
			return next(c)
		}
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			return fault.New(fault.Unauthenticated, "The Authorization header must be a bearer token.")
		}
		p, err := r.options.Bearer(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(identity.With(c.Request().Context(), p)))
		return next(c)
	}
}

// allowed refuses who may not do the action on any record; the use case still checks the record itself.
func (r *Router) allowed(a identity.Action) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			p, _ := identity.From(c.Request().Context())
			if err := identity.May(p, a); err != nil {
				if fault.Is(err, fault.Unauthenticated) && !r.apiPath(c.Request().URL.Path) && c.Request().Method == http.MethodGet {
					return c.Redirect(http.StatusSeeOther, "/sign-in?"+url.Values{"next": {c.Request().URL.RequestURI()}, "language": {ui.Lang(c.Request().Context())}}.Encode())
				}
				return err
			}
			return next(c)
		}
	}
}

// sameOrigin refuses a page's POST that another site made the browser send.
func (r *Router) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := r.origin.Check(c.Request()); err != nil {
			return fault.New(fault.Forbidden, "The request came from another site.").Because(err)
		}
		return next(c)
	}
}

// rendering hands the page what it is rendered for.
func (r *Router) rendering(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.SetRequest(c.Request().WithContext(r.renderContext(c)))
		return next(c)
	}
}

func (r *Router) viewer(c echo.Context) ui.Viewer {
	p, ok := identity.From(c.Request().Context())
	v := ui.Viewer{SignedIn: ok}
	for _, role := range p.Roles {
		v.Roles = append(v.Roles, string(role))
	}
	return v
}
