package registration

import (
	"context"

	"github.com/celav/celav/services/intake/internal/person"
)

// NameOf returns how one person is called towards the caller: by name for who may know it, else by the neutral code.
func (d *Desk) NameOf(ctx context.Context, id string) (string, error) {
	labels, err := d.Labels(ctx, []string{id})
	if l, ok := labels[id]; ok {
		return l.Text, err
	}
	return person.Code(id), err
}
