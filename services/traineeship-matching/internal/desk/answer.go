package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
)

// query turns an ask into a query. A cursor is the position of the last item shown.
func (d *Desk) query(a Ask) (match.Query, error) {
	shares, err := d.snapshot.Weights().Vary(a.Counts)
	if err != nil {
		return match.Query{}, err
	}
	q := match.Query{On: d.Today(), Limit: a.Limit, Only: a.List, Shares: shares}
	if a.Cursor == "" {
		return q, nil
	}
	wrong := &fault.Error{Kind: fault.Invalid, Message: "The cursor cannot be read.", Violations: []fault.Violation{
		{Parameter: "cursor", Code: "format", Message: "Use the cursor of a former answer, with its list."},
	}}
	total, rest, _ := strings.Cut(a.Cursor, "~")
	wait, id, found := strings.Cut(rest, "~")
	t, err := strconv.ParseInt(total, 10, 32)
	if err != nil || !found || a.List == nil {
		return match.Query{}, wrong
	}
	w, err := strconv.ParseInt(wait, 10, 32)
	if err != nil {
		return match.Query{}, wrong
	}
	q.After[*a.List] = &match.Position{Total: int32(t), Wait: int32(w), ID: id}
	return q, nil
}

func cursor(p match.Position) string { return fmt.Sprintf("%d~%d~%s", p.Total, p.Wait, p.ID) }

// finish records a run and names what it found.
func (d *Desk) finish(ctx context.Context, a Ask, run Run, ranking match.Ranking, record runlog.Run) (Answer, error) {
	run.ID, run.Scored, run.Versions = newID(), ranking.Scored, ranking.Versions
	answer := Answer{Run: run, Lists: ranking.Lists}
	var shown []match.Explanation
	for i := range answer.Lists {
		list := &answer.Lists[i]
		if list.More {
			answer.Next[i] = cursor(list.Items[len(list.Items)-1].Position)
		}
		shown = append(shown, list.Items...)
	}
	// Names are asked for while the run is written down.
	var naming sync.WaitGroup
	naming.Go(func() {
		w := wanted(shown, a.Language)
		w.People, w.Openings = with(w.People, record.Person), with(w.Openings, record.Opening)
		answer.Names = d.names.Names(ctx, w)
	})
	err := d.record(ctx, run, ranking, record)
	naming.Wait()
	if err != nil {
		return Answer{}, err
	}
	return answer, nil
}

func with(ids []string, id string) []string {
	if id == "" {
		return ids
	}
	return append(ids, id)
}

// record writes the run down, with what was shown.
func (d *Desk) record(ctx context.Context, run Run, ranking match.Ranking, r runlog.Run) error {
	caller, _ := identity.From(ctx)
	r.ID, r.At, r.Subject, r.Via = run.ID, run.At.UTC(), cmp.Or(r.Subject, caller.Subject), string(run.Via)
	r.Rules, r.Weights, r.Taxonomy = ranking.Versions.Rules, ranking.Versions.Weights, ranking.Versions.Taxonomy
	r.Scored = run.Scored
	r.Eligible = ranking.Lists[match.Eligible].Count
	r.NotEnough = ranking.Lists[match.NotEnough].Count
	r.Blocked = ranking.Lists[match.Blocked].Count
	r.Results = results(ranking, r.Direction == runlog.ForPair)
	if run.Weights != nil {
		r.Parts = map[string]int{}
		for _, p := range match.PartNames() {
			r.Parts[p.String()] = run.Share(p)
		}
	}
	shown := []runlog.Shown{}
	for _, list := range ranking.Lists {
		for _, e := range list.Items {
			s := runlog.Shown{ID: e.Opening, Version: e.OpeningVersion, Total: e.Total}
			if r.Direction == runlog.ForOpening {
				s.ID, s.Version = e.Person, e.PersonVersion
			}
			shown = append(shown, s)
		}
	}
	return d.runs.Write(ctx, r, shown)
}

// hash is of what was judged and shown: the document asked for, and the versions of those that were found for it.
func hash(document any, ranking match.Ranking) string {
	h := sha256.New()
	text, _ := json.Marshal(document) // plain data: it cannot fail
	h.Write(text)
	for _, list := range ranking.Lists {
		for _, e := range list.Items {
			_, _ = fmt.Fprintf(h, "%s %d %s %d\n", // a hash never fails
				e.Person, e.PersonVersion, e.Opening, e.OpeningVersion)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// wanted lists what is to be named in some explanations.
func wanted(shown []match.Explanation, language string) naming.Wanted {
	w := naming.Wanted{Language: language}
	for _, e := range shown {
		w.People, w.Openings = append(w.People, e.Person), append(w.Openings, e.Opening)
		for _, part := range e.Parts {
			for _, s := range part.Skills {
				w.Concepts = append(w.Concepts, s.Skill)
				if s.Found != "" {
					w.Concepts = append(w.Concepts, s.Found)
				}
			}
			for _, f := range part.Facts {
				if IsConcept(f) {
					w.Concepts = append(w.Concepts, f.Value)
				}
			}
		}
		for _, i := range e.Improvements {
			switch i.Kind {
			case "skill", "confirm", "teach", "teach-goal":
				w.Concepts = append(w.Concepts, i.Value)
			}
		}
	}
	return w
}

// IsConcept reports whether a fact's value is a concept of the taxonomy.
func IsConcept(f match.Fact) bool {
	switch f.Name {
	case "learns", "teaches", "goal", "occupation", "held", "wanted":
		return true
	default:
		return false
	}
}
