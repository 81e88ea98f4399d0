// Package escoimport hands the Commission's CSV download of ESCO to a running suite: it sends the files of a folder in
// parts, starts the import and waits for its end. Doing it again with the same files goes on where it was left.
package escoimport

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
)

// Progress tells how far it is. In the step "read" Done and Total count what the suite has read.
type Progress struct {
	Step        string // "send", then "read"
	File        string
	Done, Total int64 // bytes
}

// Options say what to import.
type Options struct {
	// Dir holds the CSV files. Version is ESCO's, such as "1.1.1"; empty lets the suite name it.
	Dir, Version string
	// Background returns when the import has been started.
	Background bool
	// Report may be nil.
	Report func(Progress)
}

const (
	partSize  = 4 << 20 // the most that the suite takes at once
	lookEvery = 300 * time.Millisecond
	attempts  = 4 // at one part, when the suite does not answer
	pause     = time.Second
)

// Run imports the files of a folder through the suite's client for the assessment.
func Run(ctx context.Context, client *contract.ClientWithResponses, o Options) (*contract.Import, error) {
	if o.Report == nil {
		o.Report = func(Progress) {}
	}
	begin, err := announce(o)
	if err != nil {
		return nil, err
	}
	res, err := client.BeginImportWithResponse(ctx, begin)
	if err != nil {
		return nil, unreachable(err)
	}
	if res.JSON200 == nil {
		return nil, refused(res.HTTPResponse, res.Body)
	}
	if err := send(ctx, client, o, res.JSON200); err != nil {
		return nil, err
	}
	started, err := client.StartImportWithResponse(ctx, res.JSON200.Id)
	if err != nil {
		return nil, unreachable(err)
	}
	if started.JSON200 == nil {
		return nil, refused(started.HTTPResponse, started.Body)
	}
	if o.Background {
		return started.JSON200, nil
	}
	return await(ctx, client, o, started.JSON200.Id)
}

var nameForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,60}\.csv$`)

// announce lists the folder's CSV files with their sums.
func announce(o Options) (contract.NewImport, error) {
	entries, err := os.ReadDir(o.Dir)
	if err != nil {
		return contract.NewImport{}, fmt.Errorf("read the folder: %w", err)
	}
	out := contract.NewImport{}
	if o.Version != "" {
		out.Version = &o.Version
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !nameForm.MatchString(e.Name()) {
			continue
		}
		file, err := sum(filepath.Join(o.Dir, e.Name()))
		if err != nil {
			return contract.NewImport{}, err
		}
		out.Files = append(out.Files, file)
	}
	if len(out.Files) == 0 {
		return out, fault.New(fault.Invalid, "There is no CSV file in %s: unzip the download there.", o.Dir)
	}
	return out, nil
}

func sum(path string) (_ contract.AnnouncedFile, err error) {
	f, err := os.Open(path)
	if err != nil {
		return contract.AnnouncedFile{}, fmt.Errorf("open a file: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	digest := sha256.New()
	size, err := io.Copy(digest, f)
	if err != nil {
		return contract.AnnouncedFile{}, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return contract.AnnouncedFile{Name: filepath.Base(path), Size: size, Sha256: hex.EncodeToString(digest.Sum(nil))}, nil
}

// send sends what the suite does not have yet.
func send(ctx context.Context, client *contract.ClientWithResponses, o Options, i *contract.Import) error {
	if i.State != "receiving" {
		return nil
	}
	var done int64
	for _, f := range i.Files {
		done += f.Received
	}
	for _, f := range i.Files {
		before := done - f.Received
		err := sendFile(ctx, client, o.Dir, i.Id, f, func(at int64) {
			o.Report(Progress{Step: "send", File: f.Name, Done: before + at, Total: i.BytesTotal})
		})
		if err != nil {
			return err
		}
		done += f.Size - f.Received
	}
	return nil
}

func sendFile(ctx context.Context, client *contract.ClientWithResponses, dir, id string, f contract.ImportFile, report func(at int64)) (err error) {
	in, err := os.Open(filepath.Join(dir, f.Name))
	if err != nil {
		return fmt.Errorf("open a file: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	part := make([]byte, partSize)
	for at := f.Received; at < f.Size; {
		n, err := in.ReadAt(part, at)
		if err != nil && (!errors.Is(err, io.EOF) || n == 0) {
			return fmt.Errorf("read %s: %w", f.Name, err)
		}
		if at, err = sendPart(ctx, client, id, f.Name, at, part[:n]); err != nil {
			return err
		}
		report(at)
	}
	return nil
}

// sendPart tries again when the suite does not answer: a part that has arrived already is accepted again.
func sendPart(ctx context.Context, client *contract.ClientWithResponses, id, name string, at int64, part []byte) (int64, error) {
	for attempt := 1; ; attempt++ {
		res, err := client.SendPartWithBodyWithResponse(ctx, id, name, &contract.SendPartParams{Offset: at}, "application/octet-stream", bytes.NewReader(part))
		switch {
		case err != nil:
			err = unreachable(err)
		case res.JSON200 == nil:
			err = refused(res.HTTPResponse, res.Body)
		default:
			return res.JSON200.Received, nil
		}
		if !fault.Is(err, fault.Unavailable) || attempt == attempts {
			return at, err
		}
		timer := time.NewTimer(time.Duration(attempt) * pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return at, fmt.Errorf("send %s: %w", name, ctx.Err())
		case <-timer.C:
		}
	}
}

// await tells the progress until the import has ended.
func await(ctx context.Context, client *contract.ClientWithResponses, o Options, id string) (*contract.Import, error) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		res, err := client.GetImportWithResponse(ctx, id)
		if err != nil {
			return nil, unreachable(err)
		}
		if res.JSON200 == nil {
			return nil, refused(res.HTTPResponse, res.Body)
		}
		i := res.JSON200
		file := ""
		if i.File != nil {
			file = *i.File
		}
		o.Report(Progress{Step: "read", File: file, Done: i.BytesRead, Total: i.BytesTotal})
		switch i.State {
		case "done":
			return i, nil
		case "failed":
			why := "the service's log says why"
			if i.Failure != nil {
				why = *i.Failure
			}
			return i, fault.New(fault.Precondition, "The import failed: %s", why)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the import (it goes on; the same command finds it again): %w", ctx.Err())
		case <-look.C:
		}
	}
}

func unreachable(err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("call the assessment: %w", err)
	}
	return fault.New(fault.Unavailable, "The assessment does not answer.").Because(err)
}

func refused(res *http.Response, body []byte) error {
	again := *res
	again.Body = io.NopCloser(bytes.NewReader(body)) // the client has read it
	return problem.Read(&again)
}
