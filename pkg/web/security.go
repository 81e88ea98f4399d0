package web

import (
	"strings"

	"github.com/labstack/echo/v4"
)

// policy is the Content-Security-Policy of every answer: nothing from elsewhere, nothing inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the security headers of every answer. Strict-Transport-Security is the proxy's, which knows
// whether the origin is served by TLS.
func secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		return next(c)
	}
}

// apiPath reports whether a path belongs to a service's JSON API.
func (r *Router) apiPath(path string) bool {
	return strings.HasPrefix(path, "/"+r.options.Service+"/v1/")
}
