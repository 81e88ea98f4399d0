package assign

// FirstCome is the placement of who serves people in the order of their waiting, each with the best opening left: what
// the best total is compared with. Fixed pairs come before.
func FirstCome(problem *Problem) (place []int, total int64) {
	place = make([]int, len(problem.People))
	openings, limits := make([]int, len(problem.Openings)), make([]int, len(problem.Limits))
	take := func(o int) bool {
		if openings[o] >= problem.Openings[o].Seats {
			return false
		}
		for l := problem.Openings[o].Within; l != None; l = problem.Limits[l].Within {
			if limits[l] >= problem.Limits[l].Seats {
				return false
			}
		}
		openings[o]++
		for l := problem.Openings[o].Within; l != None; l = problem.Limits[l].Within {
			limits[l]++
		}
		return true
	}
	fixed, forbidden := map[int]int{}, map[Placement]bool{}
	for _, x := range problem.Fixed {
		fixed[x.Person] = x.Opening
		take(x.Opening)
	}
	for _, x := range problem.Forbidden {
		forbidden[x] = true
	}
	for _, i := range ordered(len(problem.People), func(i int32) (int32, string) { return problem.People[i].Since, problem.People[i].ID }) {
		at, kept := fixed[int(i)]
		place[i] = None
		var value int64
		for _, c := range problem.Pairs[i] { // best first since Solve
			o := int(c.Opening)
			if kept && o == at || !kept && !forbidden[Placement{int(i), o}] && take(o) {
				place[i], value = o, int64(c.Score)
				break
			}
		}
		if place[i] == None {
			value = -int64(problem.UnplacedCost)
		}
		total += value
	}
	return place, total
}
