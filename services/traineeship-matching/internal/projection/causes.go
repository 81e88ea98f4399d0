package projection

import (
	"context"
	"sync"

	"go.opentelemetry.io/otel/trace"
)

// causes are the traces in which rows were written that an index does not hold yet. What another process wrote, or this
// one before it was started again, has none: writing it is a trace of its own.
type causes struct {
	mu   sync.Mutex
	list []trace.SpanContext
}

// maxCauses bounds what waits while the engine is away.
const maxCauses = 64

// add remembers the trace of ctx.
func (c *causes) add(ctx context.Context) {
	cause := trace.SpanContextFromContext(ctx)
	if !cause.IsValid() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.list) < maxCauses {
		c.list = append(c.list, cause)
	}
}

// take returns what was remembered, and forgets it.
func (c *causes) take() []trace.SpanContext {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.list
	c.list = nil
	return taken
}
