package paperwork

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Standing implements placement.Signed over the records of papers.
type Standing struct {
	Store *store.Papers
	Zone  *time.Location
}

// Standing tells how the papers of a start, of a renewal and of the end stand.
func (s Standing) Standing(ctx context.Context, id string) (map[traineeship.PaperKind]traineeship.Standing, error) {
	all, err := s.Store.Of(ctx, id)
	if err != nil {
		return nil, err
	}
	out := map[traineeship.PaperKind]traineeship.Standing{}
	for i := range all {
		v := &all[i]
		item := v.Kind.Item()
		switch v.Kind {
		case papers.Addendum:
			item = traineeship.AddendumOf(v.About)
		case papers.Attestation:
			item = traineeship.PaperAttestation
		}
		if item == "" || !v.Newest {
			continue
		}
		st := traineeship.Standing{MadeOn: civil.DateOf(v.MadeAt.In(s.Zone)), Missing: v.Missing(), Terms: v.Terms}
		if v.Complete() {
			st.SignedOn = civil.DateOf(v.Signatures[len(v.Signatures)-1].At.In(s.Zone))
		}
		out[item] = st
	}
	return out, nil
}
