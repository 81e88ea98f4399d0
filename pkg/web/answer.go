package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/pkg/ui"
)

// speak chooses the language of the answer and remembers a visitor's choice.
func (r *Router) speak(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		req := c.Request()
		if r.catalog == nil {
			return next(c)
		}
		lang := r.catalog.Choose(req)
		if req.Method == http.MethodGet && req.URL.Query().Get(ui.LanguageParameter) == lang {
			c.SetCookie(&http.Cookie{
				Name: ui.LanguageCookie, Value: lang, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
				SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: c.Scheme() == "https",
			})
		}
		c.Response().Header().Set("Content-Language", lang)
		c.Response().Header().Add("Vary", "Accept-Language, Cookie")
		c.SetRequest(req.WithContext(ui.With(req.Context(), r.catalog, ui.Request{Lang: lang, Path: req.URL.RequestURI()})))
		return next(c)
	}
}

// renderContext is the request's context with all that components ask of it.
func (r *Router) renderContext(c echo.Context) context.Context {
	ctx := c.Request().Context()
	if r.catalog == nil {
		return ctx
	}
	demo := r.options.Demo != nil && r.options.Demo(ctx)
	return ui.With(ctx, r.catalog, ui.Request{Lang: ui.Lang(ctx), Path: c.Request().URL.RequestURI(), Viewer: r.viewer(c), Demo: demo})
}

// recovered turns a panic into an internal error, logged with its stack.
func (r *Router) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if p := recover(); p != nil {
				if abort, ok := p.(error); ok && errors.Is(abort, http.ErrAbortHandler) {
					panic(p)
				}
				r.options.Telemetry.Log.ErrorContext(c.Request().Context(), "a handler panicked", "route", c.Path(), "stack", string(debug.Stack()))
				err = fmt.Errorf("panic in %s", c.Path())
			}
		}()
		return next(c)
	}
}

// fail is the one place that turns errors into answers: problem documents below /v1, a page elsewhere.
func (r *Router) fail(err error, c echo.Context) {
	// The request's own context has ended by now: its deadline's timer is freed.
	ctx := context.WithoutCancel(c.Request().Context())
	c.SetRequest(c.Request().WithContext(ctx))
	err = asFault(err)
	trace := telemetry.TraceID(ctx)
	log := r.options.Telemetry.Log
	if fault.KindOf(err) == fault.Internal {
		log.ErrorContext(ctx, "request failed", "route", c.Path(), "error", err)
	} else {
		log.DebugContext(ctx, "request refused", "route", c.Path(), "kind", fault.KindOf(err).String())
	}
	if c.Response().Committed {
		return
	}
	doc := problem.From(err, trace)
	if malformed := new(badRequest); errors.As(err, &malformed) {
		doc.Status = malformed.status
		doc.Title = http.StatusText(malformed.status)
	}
	if r.apiPath(c.Request().URL.Path) || r.options.ErrorPage == nil {
		if doc.Status == http.StatusUnauthorized {
			c.Response().Header().Set("WWW-Authenticate", "Bearer")
		}
		err = problem.WriteDocument(c.Response(), doc, err)
	} else {
		wait := problem.RetryAfter(err)
		if wait > 0 {
			c.Response().Header().Set("Retry-After", fmt.Sprint(wait))
		}
		c.SetRequest(c.Request().WithContext(r.renderContext(c)))
		err = Render(c, doc.Status, r.options.ErrorPage(ui.Failure{Status: doc.Status, Trace: trace, RetrySeconds: wait}))
	}
	if err != nil {
		log.DebugContext(ctx, "the answer was not sent", "route", c.Path(), "error", err)
	}
}

// badRequest is a fault whose status is not its kind's: 400, 405, 413, 415.
type badRequest struct {
	fault  *fault.Error
	status int
}

// Error implements error.
func (b *badRequest) Error() string { return b.fault.Error() }

// Unwrap gives the fault.
func (b *badRequest) Unwrap() error { return b.fault }

// asFault gives a kind to the errors of echo, net/http and the context.
func asFault(err error) error {
	if fault.KindOf(err) != fault.Internal {
		return err
	}
	var he *echo.HTTPError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return &badRequest{fault.New(fault.Invalid, "The request is larger than %d bytes.", tooLarge.Limit), http.StatusRequestEntityTooLarge}
	case errors.Is(err, context.DeadlineExceeded):
		return fault.New(fault.Unavailable, "This took too long.").Because(err)
	case errors.Is(err, context.Canceled):
		return fault.New(fault.Unavailable, "The request was given up.").Because(err)
	case !errors.As(err, &he):
		return err
	}
	switch he.Code {
	case http.StatusNotFound:
		return fault.New(fault.NotFound, "There is nothing here.")
	case http.StatusMethodNotAllowed:
		return &badRequest{fault.New(fault.Invalid, "The method is not allowed here."), he.Code}
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		return &badRequest{fault.New(fault.Invalid, "The request cannot be read.").Because(he), he.Code}
	case http.StatusTooManyRequests:
		return fault.New(fault.Throttled, "Too many requests: wait a moment.").After(time.Second)
	default:
		return err
	}
}
