// Package fault names what can go wrong in a way that crosses services.
//
// Eight kinds exist; an error that is none of them is internal, and its text never leaves the process.
// Inside the code faults are ordinary errors: wrap them with %w and ask with KindOf or errors.As.
// Package problem turns them into RFC 9457 documents and back.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what the caller can do about a fault.
type Kind int

// The kinds. Internal is the zero value: an error that was not given a kind.
const (
	Internal        Kind = iota
	Invalid              // the request itself is wrong: mend it
	Unauthenticated      // say who you are
	Forbidden            // you may not
	NotFound             // there is no such thing, or you may not know of it
	Conflict             // somebody else changed it, or it exists already
	Precondition         // a rule or a state stands in the way
	Throttled            // too often: later
	Unavailable          // a part that is needed does not answer: later
)

// String returns the kind's stable name, as used in problem types and metrics.
func (k Kind) String() string {
	switch k {
	case Invalid:
		return "invalid"
	case Unauthenticated:
		return "unauthenticated"
	case Forbidden:
		return "forbidden"
	case NotFound:
		return "not-found"
	case Conflict:
		return "conflict"
	case Precondition:
		return "precondition"
	case Throttled:
		return "throttled"
	case Unavailable:
		return "unavailable"
	default:
		return "internal"
	}
}

// Violation locates one thing that is wrong in a request.
type Violation struct {
	// Pointer is the RFC 6901 pointer of the field in the request's body ("/sites/0/postcode");
	// empty when Parameter is set.
	Pointer string
	// Parameter names a header or query parameter.
	Parameter string
	// Code is stable and for programs and translations: "required", "too-long", "unknown-skill".
	Code string
	// Message is for people, in English; pages translate by Code.
	Message string
}

// Error is a fault with a kind. Its Message may be shown to the caller: keep personal data out of it.
type Error struct {
	Kind       Kind
	Message    string
	Violations []Violation
	// RetryAfter is a hint for Throttled and Unavailable; zero when nothing is known.
	RetryAfter time.Duration
	cause      error
}

// Error implements error. The cause is for logs only and is included here; problem shows Message alone.
func (e *Error) Error() string {
	s := e.Kind.String() + ": " + e.Message
	for _, v := range e.Violations {
		s += "; " + v.Pointer + v.Parameter + ": " + v.Message
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap returns the cause, if any.
func (e *Error) Unwrap() error { return e.cause }

// New makes a fault of a kind; the message is shown to the caller.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Because attaches the cause, which is logged and never shown.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// After attaches a retry hint.
func (e *Error) After(d time.Duration) *Error {
	c := *e
	c.RetryAfter = d
	return &c
}

// KindOf returns the kind of the first fault in err's chain, Internal if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Violations collects what is wrong with one request, so that everything is told at once.
type Violations []Violation

// Add records a violation of a body field.
func (v *Violations) Add(pointer, code, format string, args ...any) {
	*v = append(*v, Violation{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)})
}

// Err returns an Invalid fault that holds the violations, nil if there are none.
func (v Violations) Err() error {
	if len(v) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: "The request has fields to correct.", Violations: v}
}
