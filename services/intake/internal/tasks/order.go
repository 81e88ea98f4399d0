package tasks

import (
	"cmp"
	"slices"

	"cloud.google.com/go/civil"
)

// Mine is what the caller is to do: what is due today first, then what is late, then what is due later, then the rest;
// among equals what waits the longest.
func (w Waiting) Mine(today civil.Date) []Task {
	return w.some(Task.Mine, func(a, b Task) int {
		return cmp.Or(cmp.Compare(a.urgency(today), b.urgency(today)), byDay(a.Due, b.Due), byDay(a.Since, b.Since))
	})
}

// Others is what waits for somebody else, the longest first.
func (w Waiting) Others() []Task {
	return w.some(func(t Task) bool { return !t.Mine() }, func(a, b Task) int { return byDay(a.Since, b.Since) })
}

func (w Waiting) some(wanted func(Task) bool, order func(a, b Task) int) []Task {
	var list []Task
	for _, t := range w.Tasks {
		if wanted(t) {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, order)
	return list
}

func (t Task) urgency(today civil.Date) int {
	switch {
	case t.Due == nil:
		return 3
	case *t.Due == today:
		return 0
	case t.Due.Before(today):
		return 1
	default:
		return 2
	}
}

// byDay puts an earlier day first and none last.
func byDay(a, b *civil.Date) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	default:
		return a.DaysSince(*b)
	}
}
