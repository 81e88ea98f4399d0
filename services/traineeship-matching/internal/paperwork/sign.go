package paperwork

import (
	"context"
	"strings"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Sign signs a version as the party that the caller is. The same again changes nothing.
func (d *Desk) Sign(ctx context.Context, id, version string, c papers.Consent) error {
	t, err := d.Traineeships.For(ctx, id, identity.PaperSign)
	if err != nil {
		return err
	}
	f := File{Role: d.Traineeships.RoleOf(ctx, t)}
	c.Party = f.Signer()
	if c.Party == traineeship.Counsellor {
		if name := d.Names.Colleagues(ctx)[caller(ctx).Subject]; name != "" {
			c.Signer = name // the City signs by the name that it knows
		}
	}
	return d.sign(ctx, t, version, c, "")
}

func (d *Desk) sign(ctx context.Context, t *traineeship.Traineeship, version string, c papers.Consent, link string) error {
	by := caller(ctx).Subject
	entry := trace(identity.PaperSign, t, version, string(c.Party))
	err := d.Store.Sign(ctx, t.ID, version, entry, func(v *papers.Version) (*papers.Signature, error) {
		if !v.Newest || v.Signed(c.Party) != nil {
			_, err := v.Check(c)
			return nil, err
		}
		if v.Kind.Due(t) && v.Terms != papers.Terms(v.Kind, t) {
			return nil, fault.New(fault.Precondition, "The traineeship has changed since this paper was made; a new version is needed.")
		}
		if signed, err := v.Check(c); err != nil || signed {
			return nil, err
		}
		return &papers.Signature{
			ID: d.NewID(), Version: version, Party: c.Party, By: by, Signer: strings.TrimSpace(c.Signer), At: records.Stamp(d.Now()), Hash: v.Hash, Link: link,
		}, nil
	})
	if err != nil {
		return err
	}
	return d.Traineeships.Settle(ctx, t)
}
