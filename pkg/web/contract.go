package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
)

// Extensions of an operation in a contract document.
const (
	actionExtension   = "x-action"           // the identity.Action it needs: no action, no route
	bodyExtension     = "x-max-bytes"        // the most bytes of its body; default DefaultBody
	deadlineExtension = "x-deadline-seconds" // the longest time; default DefaultDeadline
	streamExtension   = "x-stream"           // true: the body is handed over unread and not validated
	// keepsNothingExtension: no answer is kept, not even under an Idempotency-Key, because the question is nobody's business.
	keepsNothingExtension = "x-keeps-nothing"
)

// Contract serves the operations of an OpenAPI document: pass it as the router to the generated
// RegisterHandlersWithBaseURL with the base URL "/<service>". Each operation takes bearer tokens only, needs
// the action that its x-action names, and is validated against the document after that.
func (r *Router) Contract(document []byte) *Contract {
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		r.faults = append(r.faults, fmt.Errorf("the contract cannot be read: %w", err))
		doc = &openapi3.T{Paths: openapi3.NewPaths()}
	}
	return &Contract{router: r, doc: doc}
}

// Contract is the router that generated code registers its operations at.
type Contract struct {
	router *Router
	doc    *openapi3.T
}

// operation finds what the document says about an echo route.
func (k *Contract) operation(method, path string) (*openapi3.PathItem, *openapi3.Operation) {
	path = strings.TrimPrefix(path, "/"+k.router.options.Service)
	for template, item := range k.doc.Paths.Map() {
		if echoPath(template) == path {
			return item, item.GetOperation(method)
		}
	}
	return nil, nil
}

// echoPath writes /v1/people/{id} as echo does: /v1/people/:id.
func echoPath(template string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(template)
}

func (k *Contract) add(method, path string, h echo.HandlerFunc, m []echo.MiddlewareFunc) *echo.Route {
	r := k.router
	item, op := k.operation(method, path)
	if op == nil {
		r.faults = append(r.faults, fmt.Errorf("%s %s is not in the contract", method, path))
		return nil
	}
	action, _ := op.Extensions[actionExtension].(string)
	if action == "" {
		r.faults = append(r.faults, fmt.Errorf("%s %s (%s) names no %s", method, path, op.OperationID, actionExtension))
		return nil
	}
	var limit Limit
	if n, ok := number(op.Extensions[bodyExtension]); ok {
		limit.Body = int64(n)
	}
	if n, ok := number(op.Extensions[deadlineExtension]); ok {
		limit.Deadline = time.Duration(n * float64(time.Second))
	}
	stream, _ := op.Extensions[streamExtension].(bool)
	route := &routers.Route{Spec: k.doc, Path: path, PathItem: item, Method: method, Operation: op}
	r.routes = append(r.routes, Route{Method: method, Path: path, Action: identity.Action(action), API: true})
	once := r.idempotent
	if nothing, _ := op.Extensions[keepsNothingExtension].(bool); nothing {
		once = func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	}
	chain := append([]echo.MiddlewareFunc{
		limited([]Limit{limit}), r.bearer, throttled(), r.allowed(identity.Action(action)), validated(route, stream), once,
	}, m...)
	return r.echo.Add(method, path, h, chain...)
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

// The rest implements the generated EchoRouter interface.

// CONNECT implements EchoRouter.
func (k *Contract) CONNECT(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodConnect, p, h, m)
}

// DELETE implements EchoRouter.
func (k *Contract) DELETE(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodDelete, p, h, m)
}

// GET implements EchoRouter.
func (k *Contract) GET(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodGet, p, h, m)
}

// HEAD implements EchoRouter.
func (k *Contract) HEAD(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodHead, p, h, m)
}

// OPTIONS implements EchoRouter.
func (k *Contract) OPTIONS(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodOptions, p, h, m)
}

// PATCH implements EchoRouter.
func (k *Contract) PATCH(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodPatch, p, h, m)
}

// POST implements EchoRouter.
func (k *Contract) POST(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodPost, p, h, m)
}

// PUT implements EchoRouter.
func (k *Contract) PUT(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodPut, p, h, m)
}

// TRACE implements EchoRouter.
func (k *Contract) TRACE(p string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return k.add(http.MethodTrace, p, h, m)
}
