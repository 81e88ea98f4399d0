// Package problem is the HTTP edge of package fault: it writes faults as RFC 9457 problem documents
// and reads them back into the same faults in clients. The one table of statuses is here.
package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/celav/celav/pkg/fault"
)

// ContentType is the media type of a problem document.
const ContentType = "application/problem+json"

// maxBody bounds what a client reads of an error answer.
const maxBody = 256 << 10

// Document is an RFC 9457 problem with the extensions that CeLav uses.
type Document struct {
	Type   string  `json:"type"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail,omitempty"`
	Errors []Entry `json:"errors,omitempty"`
	// Trace is the id under which operators find the request.
	Trace string `json:"trace,omitempty"`
}

// Entry locates one thing to correct: Pointer in the body, or Parameter (a header or query parameter).
type Entry struct {
	Pointer   string `json:"pointer,omitempty"`
	Parameter string `json:"parameter,omitempty"`
	Code      string `json:"code,omitempty"`
	Detail    string `json:"detail"`
}

const typePrefix = "urn:celav:problem:"

type row struct {
	kind   fault.Kind
	status int
	title  string
}

// table is the one table of kinds and statuses; the first row is for errors without a kind.
func table() []row {
	return []row{
		{fault.Internal, http.StatusInternalServerError, "Internal error"},
		{fault.Invalid, http.StatusUnprocessableEntity, "Invalid request"},
		{fault.Unauthenticated, http.StatusUnauthorized, "Not signed in"},
		{fault.Forbidden, http.StatusForbidden, "Not allowed"},
		{fault.NotFound, http.StatusNotFound, "Not found"},
		{fault.Conflict, http.StatusConflict, "Conflict"},
		{fault.Precondition, http.StatusPreconditionFailed, "Precondition failed"},
		{fault.Throttled, http.StatusTooManyRequests, "Too many requests"},
		{fault.Unavailable, http.StatusServiceUnavailable, "Unavailable"},
	}
}

func rowOf(kind fault.Kind) row {
	rows := table()
	for _, r := range rows {
		if r.kind == kind {
			return r
		}
	}
	return rows[0]
}

// Status returns the HTTP status of an error: its kind's, or 500.
func Status(err error) int { return rowOf(fault.KindOf(err)).status }

// From describes an error. An internal error says nothing but its trace.
func From(err error, trace string) Document {
	kind := fault.KindOf(err)
	r := rowOf(kind)
	doc := Document{Type: typePrefix + kind.String(), Title: r.title, Status: r.status, Trace: trace}
	var f *fault.Error
	if kind == fault.Internal || !errors.As(err, &f) {
		return doc
	}
	doc.Detail = f.Message
	for _, v := range f.Violations {
		doc.Errors = append(doc.Errors, Entry{Pointer: v.Pointer, Parameter: v.Parameter, Code: v.Code, Detail: v.Message})
	}
	return doc
}

// Write answers a request with the problem document of err.
func Write(w http.ResponseWriter, err error, trace string) error {
	doc := From(err, trace)
	return WriteDocument(w, doc, err)
}

// WriteDocument answers with a document that was adjusted; err gives its Retry-After.
func WriteDocument(w http.ResponseWriter, doc Document, err error) error {
	h := w.Header()
	h.Set("Content-Type", ContentType)
	h.Set("Cache-Control", "no-store")
	if s := RetryAfter(err); s > 0 {
		h.Set("Retry-After", strconv.Itoa(s))
	}
	w.WriteHeader(doc.Status)
	if err := json.NewEncoder(w).Encode(doc); err != nil {
		return fmt.Errorf("write the problem document: %w", err)
	}
	return nil
}

// RetryAfter is the number of seconds that a throttled or unavailable answer must carry; 0 for others.
func RetryAfter(err error) int {
	var f *fault.Error
	if !errors.As(err, &f) || (f.Kind != fault.Throttled && f.Kind != fault.Unavailable) {
		return 0
	}
	return max(int((f.RetryAfter+time.Second-1)/time.Second), 1)
}

// Read turns a peer's error answer into the fault it was. It reads and leaves the closing of the body
// to the caller; an answer that is no problem document gets the kind of its status.
func Read(resp *http.Response) error {
	kind := kindOf(resp.StatusCode)
	mt, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if mt != ContentType {
		return fault.New(kind, "the service answered %d", resp.StatusCode)
	}
	var doc Document
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxBody)).Decode(&doc); err != nil {
		return fault.New(kind, "the service answered %d", resp.StatusCode).Because(err)
	}
	return doc.Fault(resp.Header.Get("Retry-After"))
}

// Fault is the document as the fault it came from. An internal fault of a peer is unavailable here:
// the caller can do nothing about it but try later.
func (d Document) Fault(retryAfter string) error {
	kind := kindOf(d.Status)
	message := d.Detail
	if message == "" {
		message = d.Title
	}
	if d.Status == http.StatusInternalServerError {
		message = "a service failed, trace " + d.Trace
	}
	f := fault.New(kind, "%s", message)
	for _, e := range d.Errors {
		f.Violations = append(f.Violations, fault.Violation{Pointer: e.Pointer, Parameter: e.Parameter, Code: e.Code, Message: e.Detail})
	}
	if s, err := strconv.Atoi(retryAfter); err == nil {
		f.RetryAfter = time.Duration(s) * time.Second
	}
	return f
}

// Kind is the kind of fault that the document's status stands for.
func (d Document) Kind() fault.Kind { return kindOf(d.Status) }

func kindOf(status int) fault.Kind {
	for _, r := range table() {
		if r.status == status && r.kind != fault.Internal {
			return r.kind
		}
	}
	switch {
	case status == http.StatusBadRequest, status == http.StatusRequestEntityTooLarge, status == http.StatusUnsupportedMediaType:
		return fault.Invalid
	case status == http.StatusMethodNotAllowed:
		return fault.NotFound
	case status >= http.StatusInternalServerError:
		return fault.Unavailable
	case status == http.StatusRequestTimeout:
		return fault.Unavailable
	}
	return fault.Internal
}
