package esco

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Read reads the files in the order that they need, hands rows to the sink, and reports. It fails only when a file
// cannot be read to its end or the sink refuses: everything else is skipped and counted.
func Read(ctx context.Context, files []File, sink Sink, o Options) (Report, error) {
	order, ignored := plan(files)
	r := &run{
		sink: sink, options: o, known: map[string]taxonomy.Kind{},
		report: Report{Files: ignored, Concepts: map[string]int{}, Labels: map[string]int{}, Links: map[string]int{}},
	}
	full := len(o.Known) == 0
	for _, f := range order {
		r.total += f.Size
		full = full || f.kind == occupationSkill
		if r.first == "" && f.kind != labelList {
			r.first = f.language
		}
	}
	if !full {
		r.first = "" // no language of this reading may define concepts
		for id, kind := range o.Known {
			r.known[id] = kind
		}
	}
	for _, f := range order {
		if err := r.file(ctx, f); err != nil {
			return r.report, fmt.Errorf("read %s: %w", f.Name, err)
		}
	}
	return r.report, nil
}

// run is one reading.
type run struct {
	sink    Sink
	options Options
	first   taxonomy.Language
	known   map[string]taxonomy.Kind
	report  Report
	total   int64
	done    int64

	concepts []Concept
	labels   []Label
	links    []Link
	// in the current batch of links or file of concepts
	seenLinks map[Link]struct{}
	seen      map[string]struct{}
}

// counter counts what is read, for progress.
type counter struct {
	r io.Reader
	n *int64
}

func (c counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	*c.n += int64(n)
	return n, err
}

func (r *run) file(ctx context.Context, f planned) (err error) {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()

	r.report.Files = append(r.report.Files, FileReport{Name: f.Name})
	report := &r.report.Files[len(r.report.Files)-1]
	columns, row := howToRead(f.kind)
	t, err := openTable(counter{in, &r.done}, columns...)
	if errors.Is(err, errColumn) {
		report.Ignored = err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	r.seen, r.seenLinks = map[string]struct{}{}, map[Link]struct{}{}
	for {
		skip, err := t.next()
		if errors.Is(err, io.EOF) {
			return r.flush(ctx, f.Name)
		}
		if err != nil {
			return err
		}
		report.Rows++
		if skip == "" {
			skip = row(r, f, t)
		}
		if skip != "" {
			report.skip(t.line, skip)
			continue
		}
		report.Accepted++
		if len(r.concepts) >= BatchSize || len(r.labels) >= BatchSize || len(r.links) >= BatchSize-8 {
			if err := r.flush(ctx, f.Name); err != nil {
				return err
			}
		}
	}
}

func (r *run) flush(ctx context.Context, file string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(r.concepts) > 0 {
		if err := r.sink.Concepts(ctx, r.concepts); err != nil {
			return err
		}
	}
	if len(r.labels) > 0 {
		if err := r.sink.Labels(ctx, r.labels); err != nil {
			return err
		}
	}
	if len(r.links) > 0 {
		if err := r.sink.Links(ctx, r.links); err != nil {
			return err
		}
	}
	r.concepts, r.labels, r.links = r.concepts[:0], r.labels[:0], r.links[:0]
	clear(r.seenLinks)
	if r.options.Progress != nil {
		r.options.Progress(Progress{File: file, Bytes: r.done, Total: r.total})
	}
	return nil
}
