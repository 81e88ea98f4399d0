package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// traced puts one server span and the request metrics around the routes, named by route and never by URL.
func (r *Router) traced() http.Handler {
	t := r.options.Telemetry
	return otelhttp.NewHandler(r.echo, r.options.Service,
		otelhttp.WithTracerProvider(t.TracerProvider), otelhttp.WithMeterProvider(t.MeterProvider), otelhttp.WithPropagators(t.Propagator),
		otelhttp.WithSpanNameFormatter(func(_ string, req *http.Request) string { return req.Method + " " + req.Pattern }),
	)
}

// DemonstrationHeader marks every answer of a service whose records are invented, so that who builds on them
// knows it.
const DemonstrationHeader = "Celav-Demonstration"

// observe gives the route to otelhttp, which reads it from the request when the handler is done: echo leaves
// Pattern empty.
func (r *Router) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		route := c.Path()
		if route == "" {
			route = "unknown"
		}
		c.Request().Pattern = route
		span := trace.SpanFromContext(c.Request().Context())
		span.SetName(c.Request().Method + " " + route)
		span.SetAttributes(attribute.String("http.route", route), attribute.String("celav.service", r.options.Service))
		if r.options.Demo != nil && r.options.Demo(c.Request().Context()) {
			c.Response().Header().Set(DemonstrationHeader, "invented")
		}
		return next(c)
	}
}
