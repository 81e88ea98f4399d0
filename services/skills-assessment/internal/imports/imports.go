// Package imports takes an ESCO download file by file, in parts, and loads it as a job that goes on by itself: it can
// be watched, left and come back to, and survives the end of the process that works on it.
package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/skills-assessment/internal/esco"
)

// State of an import.
type State string

// The states, in order. A failed import is begun again from its files.
const (
	Receiving State = "receiving"
	Queued    State = "queued"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
)

// Bounds. ESCO 1.2 in 28 languages is under 400 MB; the suite's four languages need about 90.
const (
	MaxFiles = 60
	MaxFile  = 128 << 20
	MaxTotal = 512 << 20
	MaxPart  = 4 << 20
)

// File is one file of a download.
type File struct {
	Name     string
	Size     int64
	SHA256   string
	Received int64
}

// Import is one download on its way into the taxonomy.
type Import struct {
	ID                    string
	State                 State
	Version               string
	Digest                string
	Files                 []File
	CreatedAt             time.Time
	StartedAt, FinishedAt *time.Time
	File                  string // being read
	BytesRead, BytesTotal int64
	Failure               string
	Report                *Report
}

// Report is what came of it.
type Report struct {
	esco.Report
	Removed int `json:"removed"` // relations of an earlier version
	Retired int `json:"retired"` // concepts of an earlier version
}

// Records keep imports. A part is added at the end of what was received, else it is a Conflict.
type Records interface {
	AddImport(ctx context.Context, i Import) error
	Import(ctx context.Context, id string) (Import, error)
	// Unfinished finds the import of the same files that is being received, waits or runs.
	Unfinished(ctx context.Context, digest string) (Import, bool, error)
	AddPart(ctx context.Context, id, name string, at int64, data []byte) error
	// Part returns the part that begins at a position.
	Part(ctx context.Context, id, name string, at int64) ([]byte, error)
	Queue(ctx context.Context, id string) error
	// Claim takes a waiting import, or a running one whose worker has gone.
	Claim(ctx context.Context, until time.Time) (Import, bool, error)
	Advance(ctx context.Context, id, file string, bytes int64, until time.Time) error
	Conclude(ctx context.Context, id string, state State, failure string, report *Report) error
}

// Desk receives downloads.
type Desk struct {
	Records Records
	// Wake tells the worker that there is work; may be nil.
	Wake func()
}

// Begin announces files. The same files continue the unfinished import that was begun with them.
func (d *Desk) Begin(ctx context.Context, version string, files []File) (Import, error) {
	total, err := check(files)
	if err != nil {
		return Import{}, err
	}
	digest := digestOf(version, files)
	if found, ok, err := d.Records.Unfinished(ctx, digest); err != nil || ok {
		return found, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Import{}, fmt.Errorf("name an import: %w", err)
	}
	i := Import{ID: id.String(), State: Receiving, Version: version, Digest: digest, Files: files, BytesTotal: total}
	if err := d.Records.AddImport(ctx, i); err != nil {
		return Import{}, err
	}
	return d.Records.Import(ctx, i.ID)
}

func check(files []File) (total int64, err error) {
	var v fault.Violations
	seen := map[string]bool{}
	for n, f := range files {
		at := fmt.Sprintf("/files/%d", n)
		if seen[f.Name] {
			v.Add(at+"/name", "duplicate", "is announced twice")
		}
		seen[f.Name] = true
		if f.Size < 0 || f.Size > MaxFile {
			v.Add(at+"/size", "too-large", "a file has at most %d bytes", MaxFile)
		}
		total += f.Size
	}
	if total > MaxTotal {
		v.Add("/files", "too-large", "all files together have at most %d bytes", MaxTotal)
	}
	if len(files) == 0 || len(files) > MaxFiles {
		v.Add("/files", "too-many", "1 to %d files", MaxFiles)
	}
	return total, v.Err()
}

func digestOf(version string, files []File) string {
	lines := make([]string, len(files))
	for i, f := range files {
		lines[i] = fmt.Sprintf("%s %d %s\n", f.Name, f.Size, f.SHA256)
	}
	sort.Strings(lines)
	sum := sha256.New()
	_, _ = fmt.Fprintln(sum, version) // a hash takes everything
	for _, l := range lines {
		sum.Write([]byte(l))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Receive adds the part of a file that begins at an offset. A part that is there already is accepted again, one that
// leaves a gap is a Conflict: ask how much is there and go on from that.
func (d *Desk) Receive(ctx context.Context, id, name string, at int64, data []byte) (File, error) {
	i, err := d.Records.Import(ctx, id)
	if err != nil {
		return File{}, err
	}
	for _, f := range i.Files {
		if f.Name != name {
			continue
		}
		end := at + int64(len(data))
		switch {
		case end > f.Size:
			return f, fault.New(fault.Invalid, "The file was announced with %d bytes.", f.Size)
		case end <= f.Received:
			return f, nil
		case i.State != Receiving:
			return f, fault.New(fault.Precondition, "This import takes no more files.")
		case at != f.Received:
			return f, fault.New(fault.Conflict, "The file has %d bytes so far.", f.Received)
		case len(data) == 0:
			return f, nil
		}
		if err := d.Records.AddPart(ctx, id, name, at, data); err != nil {
			return f, err
		}
		f.Received = end
		return f, nil
	}
	return File{}, fault.New(fault.NotFound, "No such file was announced.")
}

// Start hands a complete import to the worker. Starting twice is starting once.
func (d *Desk) Start(ctx context.Context, id string) (Import, error) {
	i, err := d.Records.Import(ctx, id)
	if err != nil {
		return Import{}, err
	}
	if i.State != Receiving {
		return i, nil
	}
	for _, f := range i.Files {
		if f.Received < f.Size {
			return i, fault.New(fault.Precondition, "%s has %d of %d bytes.", f.Name, f.Received, f.Size)
		}
	}
	if err := d.Records.Queue(ctx, id); err != nil {
		return i, err
	}
	if d.Wake != nil {
		d.Wake()
	}
	return d.Records.Import(ctx, id)
}

// Get returns an import as it is now.
func (d *Desk) Get(ctx context.Context, id string) (Import, error) {
	return d.Records.Import(ctx, id)
}
