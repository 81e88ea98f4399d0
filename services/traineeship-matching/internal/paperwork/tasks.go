package paperwork

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Task is papers that wait for a signature.
type Task struct {
	Kind  string
	Count int
	Since civil.Date
	URL   string
	Waits traineeship.Party // who is to sign; empty: the caller
}

// Tasks says which signatures wait for the caller, and for whom the caller waits.
func (d *Desk) Tasks(ctx context.Context) ([]Task, error) {
	p := caller(ctx)
	var out []Task
	add := func(kind, url string, of store.Unsigned, who, waits traineeship.Party) error {
		n, since, err := d.Store.Waiting(ctx, of, who)
		if err == nil && n > 0 {
			out = append(out, Task{Kind: kind, Count: n, Since: since, URL: url, Waits: waits})
		}
		return err
	}
	switch {
	case identity.May(p, identity.PaperWrite) == nil:
		of := store.Unsigned{}
		if !p.Has(identity.Coordinator) {
			of.Team = p.Team
		}
		for _, who := range []struct {
			party, waits traineeship.Party
			kind         string
		}{{traineeship.Counsellor, "", "sign"}, {traineeship.Trainee, traineeship.Trainee, "sign-trainee"}, {traineeship.Host, traineeship.Host, "sign-host"}} {
			if err := add(who.kind, "/matching/papers?waits="+string(who.party), of, who.party, who.waits); err != nil {
				return nil, err
			}
		}
		unmade, err := d.Store.Unmade(ctx, of, mostListed)
		if err != nil {
			return nil, err
		}
		if len(unmade) > 0 {
			out = append(out, Task{Kind: "prepare", Count: len(unmade), Since: civil.DateOf(unmade[0].MadeAt.In(d.Zone)), URL: "/matching/papers?waits=" + Unprepared})
		}
	case p.Company != "":
		if err := add("sign-own", "/matching/papers", store.Unsigned{Company: p.Company}, traineeship.Host, ""); err != nil {
			return nil, err
		}
	case p.Person != "":
		if err := add("sign-own", "/matching/papers", store.Unsigned{Person: p.Person}, traineeship.Trainee, ""); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Unsigned is a paper that waits for a signature, or to be made.
type Unsigned struct {
	Version     string // "" when it is to be made
	Traineeship string
	Kind        papers.Kind
	Since       civil.Date
	Trainee     string // the name as it stands in the papers
}

// mostListed bounds a list of papers that wait.
const mostListed = 50

// Unprepared asks for the papers that are due and nobody has made, instead of those that wait for a party.
const Unprepared = "prepare"

// Unsigned lists the papers that wait for a party, of those that the caller may read: staff ask for any party, others see
// their own.
func (d *Desk) Unsigned(ctx context.Context, who traineeship.Party) (list []Unsigned, staff bool, err error) {
	p := caller(ctx)
	of := store.Unsigned{}
	switch {
	case identity.May(p, identity.PaperWrite) == nil:
		staff = true
		if who == "" {
			who = traineeship.Counsellor
		}
		if !p.Has(identity.Coordinator) {
			of.Team = p.Team
		}
	case p.Company != "":
		of.Company, who = p.Company, traineeship.Host
	default:
		of.Person, who = p.Person, traineeship.Trainee
	}
	if of.Team == "" && of.Company == "" && of.Person == "" && !p.Has(identity.Coordinator) {
		return nil, staff, nil
	}
	find := func() ([]papers.Version, error) { return d.Store.Unsigned(ctx, of, who, mostListed) }
	if staff && who == Unprepared {
		find = func() ([]papers.Version, error) { return d.Store.Unmade(ctx, of, mostListed) }
	}
	all, err := find()
	if err != nil {
		return nil, staff, err
	}
	for _, v := range all {
		t, err := d.Traineeships.Own(ctx, v.Traineeship)
		if err != nil {
			return nil, staff, err
		}
		list = append(list, Unsigned{v.ID, t.ID, v.Kind, civil.DateOf(v.MadeAt.In(d.Zone)), t.TraineeName})
	}
	return list, staff, d.Store.Saw(ctx, audit.Entry{Action: identity.PaperRead, Kind: "paper", Detail: "unsigned list"})
}
