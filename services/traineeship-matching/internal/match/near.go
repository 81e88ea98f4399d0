package match

// nearness by number, for arithmetic.
type nearKind uint8

const nearKinds = 5

// kinds are the kinds of nearness by number.
func kinds() [nearKinds]Nearness {
	return [...]Nearness{Same, Narrower, Broader, Sibling, Related}
}

// near lists, by the numbers of skills, what is near to what in a taxonomy, as around says it.
type near struct {
	first []uint32 // by skill number: where its list begins; the next one's is where it ends
	lists []neighbour
}

type neighbour struct {
	skill uint32
	kind  nearKind // how what somebody HAS relates to this skill, were it needed
}

// newNear numbers a taxonomy's skills, those of one heading in a row, and lists what is near to each.
func newNear(t *Taxonomy, names *symbols, groupMax int) *near {
	for _, id := range t.order {
		names.number(skillName, id)
	}
	for id := range t.concepts {
		names.number(skillName, id)
	}
	byNumber := map[Nearness]nearKind{}
	for i, n := range kinds() {
		byNumber[n] = nearKind(i)
	}
	ids := make([]string, names.count())
	for id := range t.concepts {
		ids[names.number(skillName, id)] = id
	}
	n := &near{first: make([]uint32, 1, len(ids)+1)}
	for number, id := range ids {
		if id == "" {
			n.lists = append(n.lists, neighbour{uint32(number), 0})
		} else {
			t.around(id, groupMax, func(needed string, kind Nearness) {
				n.lists = append(n.lists, neighbour{names.number(skillName, needed), byNumber[kind]})
			})
		}
		n.first = append(n.first, uint32(len(n.lists)))
	}
	return n
}

// to lists what is near to a skill, itself first.
func (n *near) to(skill uint32) []neighbour {
	if int(skill)+1 >= len(n.first) {
		return []neighbour{{skill, 0}} // the taxonomy does not know it
	}
	return n.lists[n.first[skill]:n.first[skill+1]]
}
