package portal

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

// Records keeps the acts of reviewers.
type Records interface {
	// Reviews returns all acts by page, each page's oldest first.
	Reviews(ctx context.Context) (map[string][]Review, error)
	// AddReview MUST refuse a second act with the same page and number as a Conflict, and record each in the audit.
	AddReview(ctx context.Context, action identity.Action, reviews ...Review) error
}

// Newsroom answers for the pages and who verified them.
type Newsroom struct {
	pages   []Page
	records Records
	now     func() time.Time
	today   func() civil.Date
}

// NewNewsroom makes a newsroom over pages, in their order.
func NewNewsroom(pages []Page, records Records, now func() time.Time, today func() civil.Date) *Newsroom {
	return &Newsroom{pages, records, now, today}
}

// Shown is a page with what readers are told about it.
type Shown struct {
	Page
	Standing Standing
	Reviews  []Review // for reviewers; readers see the standing
}

// Today is the day by which pages are judged.
func (n *Newsroom) Today() civil.Date { return n.today() }

// Pages returns every page, for everybody.
func (n *Newsroom) Pages(ctx context.Context) ([]Shown, error) {
	acts, err := n.records.Reviews(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names itself
	}
	shown := make([]Shown, len(n.pages))
	for i, p := range n.pages {
		shown[i] = Shown{Page: p, Standing: p.Standing(acts[p.ID], n.today()), Reviews: acts[p.ID]}
	}
	return shown, nil
}

// Page returns one page, for everybody.
func (n *Newsroom) Page(ctx context.Context, id string) (Shown, error) {
	pages, err := n.Pages(ctx)
	if err != nil {
		return Shown{}, err
	}
	for _, p := range pages {
		if p.ID == id {
			return p, nil
		}
	}
	return Shown{}, fault.New(fault.NotFound, "There is no such page.")
}

// Work returns every page with its acts, for those who follow the reviews.
func (n *Newsroom) Work(ctx context.Context) ([]Shown, error) {
	if err := may(ctx, identity.ContentReviewRead); err != nil {
		return nil, err
	}
	return n.Pages(ctx)
}

// Judge records what a reviewer says of a page.
func (n *Newsroom) Judge(ctx context.Context, id string, j Judgement) (Shown, error) {
	if err := may(ctx, identity.ContentReview); err != nil {
		return Shown{}, err
	}
	p, err := n.Page(ctx, id)
	if err != nil {
		return p, err
	}
	who, _ := identity.From(ctx)
	key, err := uuid.NewV7()
	if err != nil {
		return p, fmt.Errorf("draw an id: %w", err)
	}
	r, err := p.Review(j, who.Subject, key.String(), n.now().UTC(), p.Reviews)
	if err != nil {
		return p, err
	}
	if err := n.records.AddReview(ctx, identity.ContentReview, r); err != nil {
		return p, err //nolint:wrapcheck // it names itself
	}
	return n.Page(ctx, id)
}

// Invented is an act of an invented reviewer, for the demonstration.
type Invented struct {
	ID, Page         string
	Act              Act
	Name, Body, Note string
	At               time.Time
}

// Load records invented acts on the pages as they are. A page that has acts already is left alone, so that loading again
// changes nothing; it tells how many were recorded.
func (n *Newsroom) Load(ctx context.Context, acts []Invented) (int, error) {
	if err := may(ctx, identity.BatchLoad); err != nil {
		return 0, err
	}
	var bad fault.Violations
	var reviews []Review
	so := map[string]int{}
	for i, a := range acts {
		at := fmt.Sprintf("/items/%d", i)
		p, err := n.Page(ctx, a.Page)
		if fault.Is(err, fault.NotFound) {
			bad.Add(at+"/page", "unknown", "is no page")
			continue
		}
		if err != nil {
			return 0, err
		}
		if len(p.Reviews) > 0 {
			continue
		}
		so[p.ID]++
		reviews = append(reviews, Review{
			ID: a.ID, Page: p.ID, Seq: so[p.ID], Version: p.Version, Fingerprint: p.Fingerprint, Act: a.Act, Note: a.Note,
			Subject: "demonstration", Name: a.Name, Body: a.Body, At: a.At.UTC(), Demo: true,
		})
	}
	if err := bad.Err(); err != nil {
		return 0, err //nolint:wrapcheck // a fault for the caller
	}
	if len(reviews) == 0 {
		return 0, nil
	}
	return len(reviews), n.records.AddReview(ctx, identity.BatchLoad, reviews...) //nolint:wrapcheck // it names itself
}

// Waiting counts what waits for the reviews; zero for those who do not follow them.
type Waiting struct {
	ToVerify, Overdue, ToChange int
	// Since is the first day that the oldest of them has waited.
	VerifySince, OverdueSince, ChangeSince civil.Date
}

// Waiting counts the pages by what is to be done with them.
func (n *Newsroom) Waiting(ctx context.Context) (Waiting, error) {
	var w Waiting
	if may(ctx, identity.ContentReviewRead) != nil {
		return w, nil
	}
	pages, err := n.Pages(ctx)
	if err != nil {
		return w, err
	}
	older := func(since *civil.Date, day civil.Date) {
		if since.IsZero() || day.Before(*since) {
			*since = day
		}
	}
	for _, p := range pages {
		switch {
		case p.Standing.State == ToChange:
			w.ToChange++
			older(&w.ChangeSince, civil.DateOf(p.Standing.Last.At))
		case p.Standing.State == Unverified:
			w.ToVerify++
			older(&w.VerifySince, p.WrittenOn)
		case p.Standing.Overdue:
			w.Overdue++
			older(&w.OverdueSince, p.Standing.ReviewBy.AddDays(1))
		}
	}
	return w, nil
}

func may(ctx context.Context, a identity.Action) error {
	p, _ := identity.From(ctx)
	return identity.Check(p, a, identity.Owner{}) //nolint:wrapcheck // a fault for the caller
}
