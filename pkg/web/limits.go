package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

// What a request may take where its route says nothing else.
const (
	DefaultBody     = 1 << 20
	DefaultDeadline = 10 * time.Second
)

// Requests per second, and at once, from one signed-in person, or from one address when nobody is signed in.
const (
	requestRate  = 100
	requestBurst = 500
)

// limited bounds the body and the time of a request.
func limited(limits []Limit) echo.MiddlewareFunc {
	l := Limit{Body: DefaultBody, Deadline: DefaultDeadline}
	for _, given := range limits {
		if given.Body > 0 {
			l.Body = given.Body
		}
		if given.Deadline > 0 {
			l.Deadline = given.Deadline
		}
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			req := c.Request()
			ctx, cancel := context.WithTimeout(req.Context(), l.Deadline)
			defer cancel()
			req = req.WithContext(ctx)
			req.Body = http.MaxBytesReader(c.Response(), req.Body, l.Body)
			c.SetRequest(req)
			return next(c)
		}
	}
}

// throttled slows down who asks too often. It stands behind the sign-in, so that people who share an address
// (an office, a work station at the desk) do not slow down each other. Services are not counted.
func throttled() echo.MiddlewareFunc {
	return middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store: middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: rate.Limit(requestRate), Burst: requestBurst, ExpiresIn: 3 * time.Minute,
		}),
		Skipper: func(c echo.Context) bool {
			p, ok := identity.From(c.Request().Context())
			return ok && p.Service != ""
		},
		IdentifierExtractor: func(c echo.Context) (string, error) {
			if p, ok := identity.From(c.Request().Context()); ok {
				return "subject " + p.Subject, nil
			}
			return "address " + c.RealIP(), nil
		},
		DenyHandler: func(echo.Context, string, error) error {
			return fault.New(fault.Throttled, "Too many requests: wait a moment.").After(time.Second)
		},
	})
}
