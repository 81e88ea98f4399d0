package project

import (
	"reflect"
	"slices"
)

// Combine makes one project of two files' that are one person's. What the kept one says wins, the other's actions come
// after its own; what is added to an agreed project has to be agreed again.
func Combine(kept, other Project) Project {
	if !other.Begun() {
		return kept
	}
	if !kept.Begun() {
		other.Person, other.Version = kept.Person, kept.Version
		return other
	}
	if kept.Goal == "" {
		kept.Goal = other.Goal
	}
	if kept.Learn == "" {
		kept.Learn = other.Learn
	}
	kept.Actions = slices.Clone(kept.Actions)
	for _, a := range other.Actions {
		if !kept.has(a.ID) {
			kept.Actions = append(kept.Actions, a)
			kept.Changed = kept.Changed || kept.AgreedOn != nil
		}
	}
	return kept
}

func (p Project) has(id string) bool {
	return slices.ContainsFunc(p.Actions, func(a Action) bool { return a.ID == id })
}

// Separate takes apart what Combine made of before and other, of which after came, and which is now as it stands: each
// action goes back as it is now, and what was changed or added since stays with the kept one.
func Separate(now, before, after, other Project) (kept, back Project) {
	kept, back = now, other
	if same(now, after) {
		version := now.Version
		kept = before
		kept.Version = version
		return kept, back
	}
	back.Actions = slices.Clone(other.Actions)
	kept.Actions = slices.DeleteFunc(slices.Clone(now.Actions), func(a Action) bool {
		if before.has(a.ID) {
			return false
		}
		at := slices.IndexFunc(back.Actions, func(o Action) bool { return o.ID == a.ID })
		if at >= 0 {
			back.Actions[at] = a
		}
		return at >= 0
	})
	if now.Goal == after.Goal {
		kept.Goal = before.Goal
	}
	if now.Learn == after.Learn {
		kept.Learn = before.Learn
	}
	if reflect.DeepEqual(now.AgreedOn, after.AgreedOn) {
		kept.AgreedOn = before.AgreedOn
	}
	return kept, back
}

// same reports whether two projects say the same, whatever their versions.
func same(a, b Project) bool {
	a.Version, b.Version = 0, 0
	a.Actions, b.Actions = append([]Action{}, a.Actions...), append([]Action{}, b.Actions...)
	return reflect.DeepEqual(a, b)
}
