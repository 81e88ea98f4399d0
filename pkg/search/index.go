package search

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/celav/celav/pkg/fault"
)

// Options of an index; the zero value works.
type Options struct {
	// Tracer records a span per call, without the query's or the document's contents. Nil records nothing.
	Tracer trace.Tracer
	// QueryTimeout and WriteTimeout bound one call to the engine; zero means 5 s and 30 s.
	QueryTimeout, WriteTimeout time.Duration
}

// Entry is one document to write under its id.
type Entry[D any] struct {
	ID string
	// Version orders the writes to one id: a lower one than the index holds changes nothing.
	Version int64
	Deleted bool
	// Doc is ignored for a deletion.
	Doc D
}

// Index is a portable index of documents made from values of type D.
type Index[D any] struct {
	driver    Driver
	schema    Schema
	encode    func(D) Document
	o         Options
	rebuildMu sync.Mutex
}

// New declares an index over a driver. The engine is not called yet.
func New[D any](driver Driver, schema Schema, encode func(D) Document, o Options) (*Index[D], error) {
	if err := schema.Check(); err != nil {
		return nil, err
	}
	if o.Tracer == nil {
		o.Tracer = noop.NewTracerProvider().Tracer("search")
	}
	if o.QueryTimeout == 0 {
		o.QueryTimeout = 5 * time.Second
	}
	if o.WriteTimeout == 0 {
		o.WriteTimeout = 30 * time.Second
	}
	return &Index[D]{driver: driver, schema: schema, encode: encode, o: o}, nil
}

// Schema returns the declaration.
func (x *Index[D]) Schema() Schema { return x.schema }

// Put writes documents, new or changed, and deletions. Entries that are older than what the index holds are dropped
// without an error. When Put fails some may have been written: writing all again is harmless.
func (x *Index[D]) Put(ctx context.Context, entries ...Entry[D]) error {
	return x.put(ctx, "", entries)
}

func (x *Index[D]) put(ctx context.Context, generation string, entries []Entry[D]) error {
	if len(entries) == 0 {
		return nil
	}
	ops := make([]Operation, len(entries))
	for i, e := range entries {
		ops[i] = Operation{ID: e.ID, Version: e.Version, Deleted: e.Deleted}
		if e.ID == "" || e.Version < 1 {
			return errors.New("search: an entry needs an id and a version of at least 1")
		}
		if e.Deleted {
			continue
		}
		d := x.encode(e.Doc)
		if err := d.check(&x.schema); err != nil {
			return err
		}
		ops[i].Document, ops[i].SortKeys = &d, d.sortKeys(&x.schema)
	}
	return x.call(ctx, "write", x.o.WriteTimeout, func(ctx context.Context) error {
		trace.SpanFromContext(ctx).SetAttributes(attribute.Int("db.operation.batch.size", len(ops)))
		return x.driver.Write(ctx, &x.schema, generation, ops)
	})
}

// Delete removes a document unless the index holds a newer version of it.
func (x *Index[D]) Delete(ctx context.Context, id string, version int64) error {
	return x.Put(ctx, Entry[D]{ID: id, Version: version, Deleted: true})
}

// Query returns a page of what matches. A fault.Invalid says what is wrong with the query.
func (x *Index[D]) Query(ctx context.Context, q Query) (Result, error) {
	if err := q.check(&x.schema); err != nil {
		return Result{}, err
	}
	var r Result
	err := x.call(ctx, "search", x.o.QueryTimeout, func(ctx context.Context) error {
		a, err := x.driver.Search(ctx, &x.schema, q)
		if err != nil {
			return err
		}
		r = Result{Total: a.Total, Facets: a.Facets, Hits: make([]Hit, len(a.Hits))}
		for i, h := range a.Hits {
			r.Hits[i] = Hit{ID: h.ID, Version: h.Version}
		}
		if len(q.Weights) == 0 && q.Limit > 0 && len(a.Hits) == q.Limit {
			r.Next, err = q.cursorAfter(a.Hits[len(a.Hits)-1])
		}
		trace.SpanFromContext(ctx).SetAttributes(attribute.Int("db.response.returned_rows", len(a.Hits)))
		return err
	})
	if err != nil {
		return Result{}, err
	}
	return r, nil
}

// Refresh waits until everything written before is found.
func (x *Index[D]) Refresh(ctx context.Context) error {
	return x.call(ctx, "refresh", x.o.WriteTimeout, func(ctx context.Context) error {
		return x.driver.Refresh(ctx, &x.schema)
	})
}

// Live describes the generation in use; an empty one is made when the engine holds none.
// Whoever feeds the index compares its Name with the one it fed last: another name means "feed it from the start".
func (x *Index[D]) Live(ctx context.Context) (Generation, error) {
	var g Generation
	err := x.call(ctx, "live", x.o.WriteTimeout, func(ctx context.Context) (err error) {
		g, err = x.driver.Live(ctx, &x.schema)
		return err
	})
	return g, err
}

// call runs one call to the engine under a deadline and a span that names the index and nothing that is in it.
func (x *Index[D]) call(ctx context.Context, operation string, limit time.Duration, f func(context.Context) error) error {
	outer := ctx
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	ctx, span := x.o.Tracer.Start(ctx, operation+" "+x.schema.Name, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("db.operation.name", operation),
			attribute.String("db.collection.name", x.schema.Name)))
	defer span.End()
	err := f(ctx)
	if err != nil && ctx.Err() != nil && outer.Err() == nil {
		err = fault.New(fault.Unavailable, "The search engine did not answer in time.").Because(err)
	}
	if err != nil {
		span.SetStatus(codes.Error, fault.KindOf(err).String())
	}
	return err
}
