// Package tasks says what waits for somebody in the assessment.
package tasks

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/skills-assessment/internal/people"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// Task is one thing that waits, told in the language of the context.
type Task struct {
	Text  string
	Count int
	URL   string
	Since *civil.Date
}

// Records read profiles.
type Records interface {
	Profile(ctx context.Context, person string) (profile.Profile, error)
	Profiles(ctx context.Context, people []string) (map[string]profile.Profile, error)
}

// Care lists the people in the caller's care.
type Care interface {
	InCare(ctx context.Context, cursor string, limit int) ([]people.Person, string, error)
}

// Own lists the caller's tasks.
type Own struct {
	Records Records
	Care    Care
	Today   func() civil.Date
}

// Enough is the completeness below which a profile is worth asking about: a match then says "not enough data".
const Enough = 50

// looked is how many people's profiles are looked at for the front page; the list behind it has all.
const looked = 100

// List returns what waits for the caller.
func (o *Own) List(ctx context.Context) ([]Task, error) {
	who, _ := identity.From(ctx)
	switch {
	case identity.May(who, identity.ProfileList) == nil && who.Subject != "":
		return o.ofStaff(ctx, who)
	case who.Person != "":
		return o.ofPerson(ctx, who.Person)
	}
	return nil, nil
}

func (o *Own) ofPerson(ctx context.Context, person string) ([]Task, error) {
	p, err := o.Records.Profile(ctx, person)
	if err != nil {
		return nil, err
	}
	var list []Task
	if percent, _ := p.Completeness(); percent < Enough {
		list = append(list, Task{Text: ui.T(ctx, "assessment.task.own"), Count: 1, URL: "/assessment/people/" + person})
	}
	if stale := p.Stale(o.Today(), true); len(stale) > 0 {
		list = append(list, Task{
			Text: ui.T(ctx, "assessment.task.stale.own"), Count: len(stale), URL: "/assessment/people/" + person + "#stale", Since: past(stale[0].On, o.Today()),
		})
	}
	return list, nil
}

func (o *Own) ofStaff(ctx context.Context, who identity.Principal) ([]Task, error) {
	care, _, err := o.Care.InCare(ctx, "", looked)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(care))
	for i, p := range care {
		ids[i] = p.ID
	}
	profiles, err := o.Records.Profiles(ctx, ids)
	if err != nil {
		return nil, err
	}
	thin, stale := 0, 0
	var thinSince, staleSince *civil.Date
	for _, one := range care {
		if percent, _ := profiles[one.ID].Completeness(); percent < Enough {
			thin++
			thinSince = earlier(thinSince, one.WaitingSince)
		}
		if list := profiles[one.ID].Stale(o.Today(), false); len(list) > 0 {
			stale++
			staleSince = earlier(staleSince, list[0].On)
		}
	}
	var list []Task
	if thin > 0 {
		list = append(list, Task{Text: ui.T(ctx, "assessment.task.thin", thin), Count: thin, URL: "/assessment/people", Since: thinSince})
	}
	if stale > 0 && identity.May(who, identity.ProfileWrite) == nil {
		list = append(list, Task{Text: ui.T(ctx, "assessment.task.stale", stale), Count: stale, URL: "/assessment/people", Since: pastOf(staleSince, o.Today())})
	}
	return list, nil
}

func earlier(since *civil.Date, day civil.Date) *civil.Date {
	if since != nil && !day.Before(*since) {
		return since
	}
	return &day
}

// past is a day since when something waits; a certificate that will expire does not wait yet.
func past(day, today civil.Date) *civil.Date {
	if day.After(today) {
		return nil
	}
	return &day
}

func pastOf(day *civil.Date, today civil.Date) *civil.Date {
	if day == nil {
		return nil
	}
	return past(*day, today)
}
