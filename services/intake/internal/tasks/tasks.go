// Package tasks says what waits for somebody: here, and at the other services.
package tasks

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/cohorts"
	"github.com/celav/celav/services/intake/internal/planning"
	"github.com/celav/celav/services/intake/internal/referrals"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

// Task is something that waits, in the caller's language.
type Task struct {
	Text  string
	Count int
	URL   string
	// Since when it waits; nil when nothing tells.
	Since *civil.Date
	// WaitsFor is who is to act; empty means the caller.
	WaitsFor Waits
	// Due is the day by which it is to be done; nil for none.
	Due *civil.Date
	// Each names what a line of several alike is about, and All is that line's text; empty where a task stands alone.
	Each, All string
}

// Waits is who is to act.
type Waits string

// Whom a task waits for, as the services tell each other.
const (
	ForMe          Waits = "me"
	ForPerson      Waits = "person"
	ForEmployer    Waits = "employer"
	ForPartner     Waits = "partner"
	ForCounsellor  Waits = "counsellor"
	ForCoordinator Waits = "coordinator"
	ForReviewer    Waits = "reviewer"
	ForService     Waits = "service" // another one of the city's
)

// Everybody lists whom a task can wait for.
func Everybody() []Waits {
	return []Waits{ForMe, ForPerson, ForEmployer, ForPartner, ForCounsellor, ForCoordinator, ForReviewer, ForService}
}

// Mine reports whether the caller is to act.
func (t Task) Mine() bool { return t.WaitsFor == "" || t.WaitsFor == ForMe }

// Own tells intake's own tasks.
type Own struct {
	Desk      *registration.Desk
	Reception *Reception
	Cohorts   *cohorts.Desk
	Projects  *planning.Desk
	People    *People
	Referrals *referrals.Desk
}

// List returns what waits for the caller in intake.
func (o *Own) List(ctx context.Context) ([]Task, error) {
	gaps, err := o.Desk.Gaps(ctx)
	if err != nil {
		return nil, err
	}
	list, err := o.Reception.list(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range gaps {
		since := g.Since
		list = append(list, Task{Text: ui.T(ctx, gapText(g.Missing), g.Count), Count: g.Count, URL: "/intake/people?missing=" + string(g.Missing), Since: &since})
	}
	groups, err := o.cohorts(ctx)
	if err != nil {
		return nil, err
	}
	list = append(list, groups...)
	reminders, err := o.Desk.Reminders(ctx)
	if err != nil {
		return list, err
	}
	for _, r := range reminders {
		since := r.Since
		text := ui.T(ctx, "intake.papers.task."+string(r.Kind), "Count", r.Count, "Days", r.Days)
		list = append(list, Task{Text: text, Count: r.Count, URL: "/intake/people?due=" + r.Name, Since: &since})
	}
	late, err := o.lateActions(ctx)
	if err != nil {
		return nil, err
	}
	list = append(list, late...)
	said, err := o.People.list(ctx)
	if err != nil {
		return nil, err
	}
	list = append(list, said...)
	sent, err := o.referrals(ctx)
	if err != nil {
		return nil, err
	}
	list = append(list, sent...)
	p, _ := identity.From(ctx)
	if !p.Has(identity.Person) || p.Person == "" {
		return list, nil
	}
	file, err := o.Desk.Own(ctx)
	if err != nil {
		return list, err
	}
	for _, ask := range []struct {
		missing bool
		text    string
		url     string
	}{
		{file.Availability == nil, "intake.task.own-availability", "/intake/people/" + file.ID + "/availability"},
		{file.Reach == nil, "intake.task.own-reach", "/intake/people/" + file.ID + "/reach"},
	} {
		if ask.missing {
			list = append(list, Task{Text: ui.T(ctx, ask.text), Count: 1, URL: ask.url, Since: &file.WaitingSince})
		}
	}
	return list, nil
}

func gapText(m store.Missing) string {
	switch m {
	case store.NoAvailability:
		return "intake.task.availability"
	case store.NoReach:
		return "intake.task.reach"
	default:
		return "intake.task.work-access"
	}
}

// Peer is another service that may have tasks for the caller. URL includes its mount prefix.
type Peer struct {
	Name   string
	URL    string
	Client *http.Client
}

// Deadline is how long the front page waits for the others.
const Deadline = 800 * time.Millisecond

// Board gathers what waits for somebody everywhere.
type Board struct {
	Own      *Own
	Peers    []Peer
	Deadline time.Duration
}

// Waiting is what waits for the caller; Silent names the services that did not answer in time.
type Waiting struct {
	Tasks  []Task
	Silent []string
}

// Gather asks everybody at the same time. A service that does not answer is named and stops nothing.
func (b *Board) Gather(ctx context.Context) Waiting {
	ctx, cancel := context.WithTimeout(ctx, b.Deadline)
	defer cancel()
	found := make([][]Task, len(b.Peers)+1)
	failed := make([]bool, len(b.Peers)+1)
	var all sync.WaitGroup
	all.Go(func() {
		list, err := b.Own.List(ctx)
		found[0], failed[0] = list, err != nil
	})
	for i, peer := range b.Peers {
		all.Go(func() {
			list, err := peer.tasks(ctx)
			found[i+1], failed[i+1] = list, err != nil
		})
	}
	all.Wait()
	var w Waiting
	for i, list := range found {
		w.Tasks = append(w.Tasks, list...)
		if !failed[i] {
			continue
		}
		name := "intake"
		if i > 0 {
			name = b.Peers[i-1].Name
		}
		w.Silent = append(w.Silent, name)
	}
	return w
}

// What is taken of one answer.
const (
	maxAnswer = 64 << 10
	maxTasks  = 50
)

func (p Peer) tasks(ctx context.Context) ([]Task, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+"/v1/tasks", nil)
	if err != nil {
		return nil, fmt.Errorf("ask %s for tasks: %w", p.Name, err)
	}
	req.Header.Set("Accept-Language", ui.Lang(ctx))
	resp, err := p.Client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask %s for tasks: %w", p.Name, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask %s for tasks: %w", p.Name, problem.Read(resp))
	}
	var answer struct {
		Items []struct {
			Text     string `json:"text"`
			Count    int    `json:"count"`
			URL      string `json:"url"`
			Since    string `json:"since"`
			WaitsFor Waits  `json:"waitsFor"`
			Due      string `json:"due"`
		} `json:"items"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&answer); err != nil {
		return nil, fmt.Errorf("read the tasks of %s: %w", p.Name, err)
	}
	var list []Task
	for _, item := range answer.Items[:min(len(answer.Items), maxTasks)] {
		if !strings.HasPrefix(item.URL, "/") || strings.HasPrefix(item.URL, "//") {
			continue // a task leads to a page of this origin
		}
		t := Task{Text: item.Text, Count: item.Count, URL: item.URL, Since: readDay(item.Since), Due: readDay(item.Due)}
		if slices.Contains(Everybody(), item.WaitsFor) {
			t.WaitsFor = item.WaitsFor
		}
		list = append(list, t)
	}
	return list, nil
}

// readDay reads the day of a date or of an instant; nil for neither.
func readDay(text string) *civil.Date {
	d, err := civil.ParseDate(text[:min(len(text), 10)])
	if err != nil {
		return nil
	}
	return &d
}
