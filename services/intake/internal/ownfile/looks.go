package ownfile

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/contract/trail"
	"github.com/celav/celav/pkg/fault"
)

// Trails reads the four services' records of who saw and did what; trails.Trails is it.
type Trails interface {
	Services() []string
	Read(ctx context.Context, service, person, cursor string, limit int) (trail.Page, error)
}

// Looks tells who looked at a person's file and who changed it.
type Looks struct {
	Trails    Trails
	Directory Directory
}

// Show narrows the list.
type Show string

// What can be shown.
const (
	Everything Show = ""
	OnlyLooks  Show = "looks"
	Changes    Show = "changes"
)

// Shows lists them in the order of the page.
func Shows() []Show { return []Show{Everything, OnlyLooks, Changes} }

// Look is one thing that was looked at or done.
type Look struct {
	trail.Entry
	Keeper string // the service that keeps the record
	Who    Who
}

// LookPage is a part of the list, the newest first. Silent names the services whose records could not be read.
type LookPage struct {
	Items  []Look
	Next   string
	Silent []string
}

// JustLooks reports whether an action only looks. What does not is a change, or an act of somebody.
func JustLooks(action string) bool {
	for _, end := range []string{".read", ".list", ".open", ".host", ".review-read"} {
		if strings.HasSuffix(action, end) {
			return true
		}
	}
	return strings.HasPrefix(action, "match.")
}

func (s Show) keeps(action string) bool {
	return s == Everything || (s == OnlyLooks) == JustLooks(action)
}

// How much is read at a time, and how often for one page of one service.
const (
	readAtOnce = 100
	maxReads   = 20
)

// Page returns up to size entries after a cursor that an earlier page gave; each service decides whether the caller may read
// it. The person's own looks are left out: they are no news to anybody.
func (l *Looks) Page(ctx context.Context, person string, show Show, cursor string, size int) (LookPage, error) {
	from, err := parseCursor(cursor)
	if err != nil {
		return LookPage{}, err
	}
	services := l.Trails.Services()
	found := make([]told, len(services))
	failed := make([]error, len(services))
	names := &known{directory: l.Directory, person: person, found: map[string]Who{}}
	var all sync.WaitGroup
	for i, service := range services {
		if from[service] == ended {
			continue
		}
		all.Go(func() { found[i], failed[i] = l.read(ctx, service, person, show, from[service], size+1, names) })
	}
	all.Wait()
	var page LookPage
	for i, service := range services {
		switch {
		case failed[i] == nil:
			for _, e := range found[i].entries {
				page.Items = append(page.Items, Look{Entry: e, Keeper: service})
			}
		case i > 0 && (fault.Is(failed[i], fault.Unavailable) || fault.Is(failed[i], fault.Internal)):
			page.Silent = append(page.Silent, service)
		default:
			return LookPage{}, failed[i]
		}
	}
	slices.SortStableFunc(page.Items, func(a, b Look) int { return cmp.Compare(b.ID, a.ID) }) // ids grow with time
	more := slices.ContainsFunc(found, func(f told) bool { return f.rest != "" })
	if len(page.Items) > size {
		page.Items, more = page.Items[:size], true
	}
	if more {
		page.Next = next(services, from, found, failed, page.Items)
	}
	for i := range page.Items {
		if page.Items[i].Who, err = names.who(ctx, page.Items[i].Subject); err != nil {
			return LookPage{}, err
		}
	}
	return page, nil
}

// told is what one service had to tell; rest is where to read on, "" at the end.
type told struct {
	entries []trail.Entry
	rest    string
}

// read collects what one service has to tell, as much as is wanted or is found in reasonable time.
func (l *Looks) read(ctx context.Context, service, person string, show Show, after string, wanted int, names *known) (told, error) {
	var list []trail.Entry
	for range maxReads {
		page, err := l.Trails.Read(ctx, service, person, after, readAtOnce)
		if err != nil {
			return told{}, err
		}
		for _, e := range page.Items {
			if !show.keeps(e.Action) {
				continue
			}
			who, err := names.who(ctx, e.Subject)
			if err != nil {
				return told{}, err
			}
			if who.Kind != "you" || !JustLooks(e.Action) {
				list = append(list, e)
			}
		}
		if after = page.Next; after == "" || len(list) >= wanted {
			break
		}
	}
	return told{list, after}, nil
}

// ended stands in a cursor for a service that has nothing more to tell.
const ended = "-"

// next is where the following page begins: after the last entry shown of each service.
func next(services []string, from map[string]string, found []told, failed []error, shown []Look) string {
	var parts []string
	for i, service := range services {
		at, taken := from[service], 0
		for _, l := range shown {
			if l.Keeper == service {
				at = l.ID
				taken++
			}
		}
		if failed[i] == nil && taken == len(found[i].entries) {
			if at = found[i].rest; at == "" {
				at = ended
			}
		}
		if at != "" {
			parts = append(parts, service+":"+at)
		}
	}
	return strings.Join(parts, ",")
}

func parseCursor(cursor string) (map[string]string, error) {
	from := map[string]string{}
	if cursor == "" {
		return from, nil
	}
	for part := range strings.SplitSeq(cursor, ",") {
		service, at, ok := strings.Cut(part, ":")
		if !ok || (at != ended && uuid.Validate(at) != nil) {
			return nil, fault.New(fault.Invalid, "The cursor is none that was given out.")
		}
		from[service] = at
	}
	return from, nil
}
