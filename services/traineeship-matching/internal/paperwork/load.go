package paperwork

import (
	"context"
	"fmt"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Past is a paper as a batch brings it: what others' records said, and who signed.
type Past struct {
	Traineeship string
	Kind        papers.Kind
	Sources     papers.Sources
	DaysAgo     int
	Signed      []PastSignature
}

// PastSignature is one of it.
type PastSignature struct {
	Party  traineeship.Party
	Signer string
}

// Load makes papers of traineeships that are there. What is there already, word for word, stays as it is.
func (d *Desk) Load(ctx context.Context, pasts []Past) (made int, err error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, err
	}
	for i, p := range pasts {
		t, err := d.Traineeships.Own(ctx, p.Traineeship)
		if err != nil {
			return made, fmt.Errorf("item %d: %w", i, err)
		}
		m, err := d.Traineeships.Moment(ctx, t)
		if err != nil {
			return made, err
		}
		if p.Sources.Trainee == "" {
			p.Sources.Trainee = t.TraineeName
		}
		p.Sources.Limit, p.Sources.Rules = t.Longest(m), m.Rules.Name()
		if papers.Attestation.Due(t) {
			if p.Sources.Attended, err = d.Attendances.Attended(ctx, t); err != nil {
				return made, err
			}
		}
		at := records.Stamp(d.Now().AddDate(0, 0, -p.DaysAgo))
		_, err = d.write(ctx, t, p.Kind, p.Sources, at, func(v *papers.Version) []papers.Signature { return d.signed(p, v, at) })
		if fault.Is(err, fault.Precondition) { // not due as the traineeship stands: the batch may be older than its day
			continue
		}
		if err != nil {
			return made, fmt.Errorf("item %d: %w", i, err)
		}
		made++
	}
	return made, nil
}

func (d *Desk) signed(p Past, v *papers.Version, at time.Time) []papers.Signature {
	var out []papers.Signature
	for _, x := range p.Signed {
		at = at.Add(time.Hour)
		out = append(out, papers.Signature{
			ID: d.NewID(), Version: v.ID, Party: x.Party, By: "batch", Signer: x.Signer, At: at, Hash: v.Hash,
		})
	}
	return out
}
