package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

// KeyStore remembers answers by idempotency key.
type KeyStore interface {
	// Begin claims a key for a request (its hash). It returns the earlier answer when there is one, a Conflict
	// fault when the key was used for another request or the first one is still under way.
	Begin(ctx context.Context, key, hash string) (*Answer, error)
	// Finish keeps the answer; Abandon frees the key, so that the client may try again.
	Finish(ctx context.Context, key string, a Answer) error
	Abandon(ctx context.Context, key string) error
}

// Answer is a kept answer.
type Answer struct {
	Status      int
	ContentType string
	Location    string
	Body        []byte
}

const (
	keyHeader  = "Idempotency-Key"
	maxKey     = 128
	keptAnswer = 256 << 10 // a larger answer is not kept: the second try is a conflict
)

// idempotent answers a POST that carries a key it has seen before with the first answer. Only answers below
// 500 are kept; after a failure the key is free again.
func (r *Router) idempotent(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		req := c.Request()
		key := req.Header.Get(keyHeader)
		if req.Method != http.MethodPost || key == "" || r.options.Keys == nil {
			return next(c)
		}
		if len(key) > maxKey {
			return &fault.Error{Kind: fault.Invalid, Message: "The request has fields to correct.", Violations: []fault.Violation{
				{Parameter: keyHeader, Code: "too-long", Message: fmt.Sprintf("is longer than %d characters", maxKey)},
			}}
		}
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return fmt.Errorf("read the body: %w", err)
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
		p, _ := identity.From(req.Context())
		key = digest([]byte(p.Subject + "\x00" + p.Service + "\x00" + c.Path() + "\x00" + key))
		kept, err := r.options.Keys.Begin(req.Context(), key, digest([]byte(req.URL.RequestURI()+"\x00"+string(body))))
		if err != nil {
			return err
		}
		if kept != nil {
			return replay(c, *kept)
		}
		return r.remember(c, key, next)
	}
}

func (r *Router) remember(c echo.Context, key string, next echo.HandlerFunc) error {
	// The request may be given up, what it did is still to be remembered.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), 5*time.Second)
	defer cancel()
	rec := &recorder{ResponseWriter: c.Response().Writer}
	c.Response().Writer = rec
	defer func() { c.Response().Writer = rec.ResponseWriter }()
	if err := next(c); err != nil {
		if dropped := r.options.Keys.Abandon(ctx, key); dropped != nil {
			r.options.Telemetry.Log.WarnContext(ctx, "an idempotency key was not freed", "error", dropped)
		}
		return err
	}
	a := Answer{Status: c.Response().Status, ContentType: c.Response().Header().Get(echo.HeaderContentType), Location: c.Response().Header().Get(echo.HeaderLocation), Body: rec.body.Bytes()}
	if rec.overflow || a.Status >= http.StatusInternalServerError {
		a.Body = nil
	}
	if err := r.options.Keys.Finish(ctx, key, a); err != nil {
		r.options.Telemetry.Log.WarnContext(ctx, "an answer was not kept for its idempotency key", "error", err)
	}
	return nil
}

func replay(c echo.Context, a Answer) error {
	c.Response().Header().Set("Idempotency-Replayed", "true")
	if a.Location != "" {
		c.Response().Header().Set(echo.HeaderLocation, a.Location)
	}
	if len(a.Body) == 0 {
		return c.NoContent(a.Status)
	}
	return c.Blob(a.Status, a.ContentType, a.Body)
}

type recorder struct {
	http.ResponseWriter
	body     bytes.Buffer
	overflow bool
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(p []byte) (int, error) {
	if w.body.Len()+len(p) > keptAnswer {
		w.overflow = true
	} else {
		w.body.Write(p)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the writer.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
