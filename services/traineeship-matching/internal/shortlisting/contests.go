package shortlisting

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// Contest records what somebody objects to in an entry. The key makes a second click the same contest.
func (d *Desk) Contest(ctx context.Context, entry, key, text string) (shortlist.Contest, error) {
	e, _, err := d.load(ctx, entry, identity.ContestWrite)
	if err != nil {
		return shortlist.Contest{}, err
	}
	return d.addContest(ctx, shortlist.Contest{Entry: e.ID, Person: e.Person, Team: d.owner(e).Team, Text: text}, e.ID, key)
}

// ContestRun records what somebody objects to in a match that was made of them.
func (d *Desk) ContestRun(ctx context.Context, run, key, text string) (shortlist.Contest, error) {
	person, err := d.contestable(ctx, run)
	if err != nil {
		return shortlist.Contest{}, err
	}
	return d.addContest(ctx, shortlist.Contest{Run: run, Person: person, Team: d.ownerOf(person, "").Team, Text: text}, run, key)
}

// Contestable reports whether the caller may contest a run.
func (d *Desk) Contestable(ctx context.Context, run string) error {
	_, err := d.contestable(ctx, run)
	return err
}

// contestable is of whom a run is that the caller may contest.
func (d *Desk) contestable(ctx context.Context, run string) (string, error) {
	if err := identity.May(caller(ctx), identity.ContestWrite); err != nil {
		return "", err
	}
	if uuid.Validate(run) != nil {
		return "", fault.New(fault.NotFound, "There is no such run.")
	}
	r, err := d.runs.Get(ctx, run)
	if err != nil {
		return "", err
	}
	if err := identity.Check(caller(ctx), identity.ContestWrite, d.ownerOf(r.Person, "")); err != nil {
		return "", err
	}
	if r.Person == "" {
		return "", fault.New(fault.Precondition, "This match is of an opening or of a group. Contest the proposal that came of it.")
	}
	return r.Person, nil
}

func (d *Desk) addContest(ctx context.Context, c shortlist.Contest, about, key string) (shortlist.Contest, error) {
	if err := shortlist.CheckText(c.Text); err != nil {
		return c, err
	}
	id, err := newID()
	if err != nil {
		return c, err
	}
	if key != "" {
		id = uuid.NewSHA1(uuid.NameSpaceOID, []byte(about+" "+key)).String()
	}
	c.ID, c.At = id, d.now().UTC()
	return d.store.AddContest(ctx, c)
}

// ownerOf says whose a person's records are; the team is the one given where matching does not know the person.
func (d *Desk) ownerOf(person, team string) identity.Owner {
	o := identity.Owner{Person: person, Team: team}
	if p, ok := d.matches.Document(person); ok && p.Team != "" {
		o.Team = p.Team
	}
	return o
}

// Today is the day at the desk.
func (d *Desk) Today() civil.Date { return d.matches.Today() }

// ReadContest reads one contest, for the person and for who follows them.
func (d *Desk) ReadContest(ctx context.Context, id string) (shortlist.Contest, error) {
	c, err := d.contestFor(ctx, id, identity.ProposalRead)
	if err != nil {
		return c, err
	}
	return c, d.store.SawContests(ctx, identity.ProposalRead, c)
}

func (d *Desk) contestFor(ctx context.Context, id string, a identity.Action) (shortlist.Contest, error) {
	if err := identity.May(caller(ctx), a); err != nil {
		return shortlist.Contest{}, err
	}
	if uuid.Validate(id) != nil {
		return shortlist.Contest{}, fault.New(fault.NotFound, "There is no such contest.")
	}
	c, err := d.store.Contest(ctx, id)
	if err != nil {
		return c, err
	}
	if err := identity.Check(caller(ctx), a, d.ownerOf(c.Person, c.Team)); err != nil {
		return shortlist.Contest{}, err
	}
	return c, nil
}

// AnswerContest decides a contest, with the reason. The person is told.
func (d *Desk) AnswerContest(ctx context.Context, id string, version int64, v shortlist.Verdict, reason string) (shortlist.Contest, error) {
	c, err := d.contestFor(ctx, id, identity.ShortlistWrite)
	if err != nil {
		return c, err
	}
	answered, err := c.Answered(v, reason, caller(ctx).Subject, d.now().UTC())
	if err != nil {
		return c, err
	}
	if c.Version != version {
		return c, fault.New(fault.Conflict, "Somebody else answered this contest in the meantime.")
	}
	if err := d.store.AnswerContest(ctx, answered); err != nil {
		return c, err
	}
	answered.Version++
	return answered, nil
}

// OpenContests lists the contests of the caller's people that wait for an answer, the oldest first.
func (d *Desk) OpenContests(ctx context.Context) ([]shortlist.Contest, error) {
	team, err := d.team(ctx, identity.ShortlistRead)
	if err != nil {
		return nil, err
	}
	found, err := d.store.OpenContests(ctx, team)
	if err != nil {
		return nil, err
	}
	return found, d.store.SawContests(ctx, identity.ShortlistRead, found...)
}

// RunContests reads a person's contests of matches that were made of them.
func (d *Desk) RunContests(ctx context.Context, person string) ([]shortlist.Contest, error) {
	if err := identity.Check(caller(ctx), identity.ProposalRead, d.ownerOf(person, "")); err != nil {
		return nil, err
	}
	found, err := d.store.ContestsOfPerson(ctx, person)
	if err != nil {
		return nil, err
	}
	return found, d.store.SawContests(ctx, identity.ProposalRead, found...)
}

// tellAnswers tells people that their contest has an answer.
func (d *Desk) tellAnswers(ctx context.Context, m Messenger) error {
	untold, err := d.store.UntoldContests(ctx)
	if err != nil {
		return err
	}
	for _, c := range untold {
		id := uuid.NewSHA1(uuid.NameSpaceOID, []byte(c.ID+" answered at "+c.AnsweredAt.UTC().Format(time.RFC3339))).String()
		if err := m.Tell(ctx, id, c.Person, "contest-answered", "/matching/contests/"+c.ID); err != nil {
			return err
		}
		if err := d.store.ToldContest(ctx, c.ID, d.now()); err != nil {
			return err
		}
	}
	return nil
}
