package ownfile

import (
	"context"
	"slices"
	"sync"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/registration"
)

// Directory knows who a subject is; registration.Members is it.
type Directory interface {
	Who(ctx context.Context, subject string) (registration.Known, bool, error)
}

// Who says who did something, as far as the person may know.
type Who struct {
	// Kind is you, program, another-person, unknown, or a role.
	Kind          string
	Name          string // a colleague's working name
	Team, Partner string
}

// known remembers who the subjects of one page are.
type known struct {
	directory Directory
	person    string
	mu        sync.Mutex
	found     map[string]Who
}

func (k *known) who(ctx context.Context, subject string) (Who, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if w, ok := k.found[subject]; ok {
		return w, nil
	}
	w, err := k.look(ctx, subject)
	if err == nil {
		k.found[subject] = w
	}
	return w, err
}

func (k *known) look(ctx context.Context, subject string) (Who, error) {
	if subject == "" {
		return Who{Kind: "program"}, nil
	}
	if subject == identity.PersonSubject(k.person) {
		return Who{Kind: "you"}, nil
	}
	e, ok, err := k.directory.Who(ctx, subject)
	switch {
	case err != nil:
		return Who{}, err
	case !ok:
		return Who{Kind: "unknown"}, nil
	case e.Person == k.person:
		return Who{Kind: "you"}, nil
	case e.Person != "":
		return Who{Kind: "another-person"}, nil
	}
	w := Who{Kind: "unknown", Name: e.Name, Team: e.Team, Partner: e.Partner}
	for _, r := range identity.Roles() { // the first that stands in the order of roles
		if slices.Contains(e.Roles, r) {
			w.Kind = string(r)
			break
		}
	}
	return w, nil
}
