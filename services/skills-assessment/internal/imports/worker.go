package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"slices"
	"sort"
	"time"

	"github.com/celav/celav/services/skills-assessment/internal/esco"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Loading takes one version of a set; see the store.
type Loading interface {
	esco.Sink
	// Finish makes what was loaded the set's version and tells what went: relations removed, concepts retired.
	Finish(ctx context.Context, version string, whole Whole) (removed, retired int, err error)
}

// Whole says what a loading brought completely.
type Whole struct {
	Concepts  bool
	Languages []taxonomy.Language
	Relations []taxonomy.Relation
}

// Target is where an import goes.
type Target interface {
	Load(ctx context.Context) (Loading, error)
	// Known are the concepts of ESCO that are loaded, Version under which name ("" when none is).
	Known(ctx context.Context) (map[string]taxonomy.Kind, error)
	Version(ctx context.Context) (string, error)
}

// Worker loads imports, one at a time.
type Worker struct {
	records Records
	target  Target
	log     *slog.Logger
	now     func() time.Time
	wake    chan struct{}
	// Loaded is called after the taxonomy has changed; may be nil.
	Loaded func()
}

// NewWorker makes a worker; Run lets it work.
func NewWorker(records Records, target Target, log *slog.Logger, now func() time.Time) *Worker {
	return &Worker{records: records, target: target, log: log, now: now, wake: make(chan struct{}, 1)}
}

// Wake lets the worker look for work at once.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

const (
	// lookAgain is how often a worker looks for work that another process left behind or queued.
	lookAgain = 15 * time.Second
	// claim is how long a worker may be silent before another one takes over.
	claim = time.Minute
	// tell is how often progress is written down.
	tell = 500 * time.Millisecond
)

// Run works until the context ends.
func (w *Worker) Run(ctx context.Context) error {
	for {
		for {
			worked, err := w.Once(ctx)
			if err != nil && ctx.Err() == nil {
				w.log.WarnContext(ctx, "an import could not be worked on", "error", err)
			}
			if !worked || err != nil {
				break
			}
		}
		timer := time.NewTimer(lookAgain)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-w.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// Once works on one import, if any waits. An import that ends because ctx does is left for the next worker.
func (w *Worker) Once(ctx context.Context) (worked bool, err error) {
	i, ok, err := w.records.Claim(ctx, w.now().Add(claim))
	if err != nil || !ok {
		return false, err
	}
	w.log.InfoContext(ctx, "an import begins", "import", i.ID, "files", len(i.Files), "bytes", i.BytesTotal)
	report, err := w.load(ctx, i)
	if ctx.Err() != nil {
		// Let the next worker, perhaps this process started again, take over at once.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		return true, errors.Join(err, w.records.Advance(ctx, i.ID, "", 0, w.now().Add(-time.Second)))
	}
	if err != nil {
		w.log.ErrorContext(ctx, "an import failed", "import", i.ID, "error", err)
		return true, w.records.Conclude(ctx, i.ID, Failed, failure(err), report)
	}
	w.log.InfoContext(ctx, "an import is done", "import", i.ID, "concepts", report.Concepts, "skipped", report.SkippedRows())
	if w.Loaded != nil {
		w.Loaded()
	}
	return true, w.records.Conclude(ctx, i.ID, Done, "", report)
}

// errChanged is a file that is not what was announced.
var errChanged = errors.New("the file's content is not what was announced: send the files again")

// failure is what the operator is told; the log has the rest.
func failure(err error) string {
	if errors.Is(err, errChanged) {
		return errChanged.Error()
	}
	return "The files could not be loaded. The service's log says why."
}

func (w *Worker) load(ctx context.Context, i Import) (*Report, error) {
	files := make([]esco.File, len(i.Files))
	for n, f := range i.Files {
		files[n] = esco.File{Name: f.Name, Size: f.Size, Open: func() (io.ReadCloser, error) {
			return &parts{ctx: ctx, records: w.records, id: i.ID, file: f, sum: sha256.New()}, nil
		}}
	}
	known, err := w.target.Known(ctx)
	if err != nil {
		return nil, err
	}
	loading, err := w.target.Load(ctx)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	told := w.now()
	read, err := esco.Read(ctx, files, loading, esco.Options{Known: known, Progress: func(p esco.Progress) {
		if now := w.now(); now.Sub(told) >= tell {
			told = now
			if err := w.records.Advance(ctx, i.ID, p.File, p.Bytes, now.Add(claim)); err != nil {
				stop(err)
			}
		}
	}})
	report := &Report{Report: read}
	if err != nil {
		return report, errors.Join(err, context.Cause(ctx))
	}
	version, err := w.version(ctx, i, whole(read).Concepts)
	if err != nil {
		return report, err
	}
	report.Removed, report.Retired, err = loading.Finish(ctx, version, whole(read))
	return report, err
}

// version names what is loaded now: a full download by its own version, else its digest; a language added to one
// that is loaded leaves the name as it is.
func (w *Worker) version(ctx context.Context, i Import, full bool) (string, error) {
	if i.Version != "" {
		return "esco-" + i.Version, nil
	}
	if !full {
		loaded, err := w.target.Version(ctx)
		if err != nil || loaded != "" {
			return loaded, err
		}
	}
	return "esco-" + i.Digest[:8], nil
}

// whole reads from a report what came completely: only a download with occupation-skill relations is one.
func whole(r esco.Report) Whole {
	if r.Links[string(taxonomy.Essential)] == 0 {
		return Whole{}
	}
	out := Whole{Concepts: r.Concepts[string(taxonomy.Occupation)] > 0 && r.Concepts[string(taxonomy.Skill)] > 0}
	for _, l := range taxonomy.Languages() {
		if r.Labels[string(l)] > 0 {
			out.Languages = append(out.Languages, l)
		}
	}
	for relation := range r.Links {
		out.Relations = append(out.Relations, taxonomy.Relation(relation))
	}
	sort.Slice(out.Relations, func(i, j int) bool { return out.Relations[i] < out.Relations[j] })
	return out
}

// parts reads a file from its parts and, at the end, compares it with what was announced.
type parts struct {
	ctx     context.Context
	records Records
	id      string
	file    File
	at      int64
	rest    []byte
	sum     hash.Hash
}

// Read implements io.Reader.
func (p *parts) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		if p.at >= p.file.Size {
			if hex.EncodeToString(p.sum.Sum(nil)) != p.file.SHA256 {
				return 0, fmt.Errorf("%s: %w", p.file.Name, errChanged)
			}
			return 0, io.EOF
		}
		data, err := p.records.Part(p.ctx, p.id, p.file.Name, p.at)
		if err != nil {
			return 0, err
		}
		if len(data) == 0 {
			return 0, io.ErrUnexpectedEOF
		}
		p.rest = slices.Clip(data)
		p.at += int64(len(data))
		p.sum.Write(data)
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// Close implements io.Closer.
func (p *parts) Close() error { return nil }
