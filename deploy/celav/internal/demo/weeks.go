package demo

// slot is a time of a day of the week: 1 is Monday.
type slot struct {
	day      int
	from, to string
}

// week is how a working week, or the time that somebody has, is laid out.
type week struct {
	text  string // for an opening, in Italian
	days  string // "12345" is Monday to Friday
	times [][2]string
	hours int // of work in the whole week
}

const (
	workdays = "12345"
	sixDays  = "123456"
	allDays  = "1234567"
)

func (w week) slots() []slot {
	var out []slot
	for _, day := range w.days {
		for _, t := range w.times {
			out = append(out, slot{int(day - '0'), t[0], t[1]})
		}
	}
	return out
}

func (w week) night() bool { return w.times[0][0] == "00:00" }

// The weeks of openings.

func fullDays() week {
	return week{"a tempo pieno, dal lunedì al venerdì", workdays, [][2]string{{"09:00", "18:00"}}, 40}
}

func shortDays() week {
	return week{"part-time, dal lunedì al venerdì", workdays, [][2]string{{"09:00", "15:00"}}, 30}
}

func mornings() week {
	return week{"part-time al mattino", workdays, [][2]string{{"08:00", "12:00"}}, 20}
}

func earlyShift() week {
	return week{"turno del mattino presto", workdays, [][2]string{{"06:00", "14:00"}}, 40}
}

func evenings() week {
	return week{"turno di pomeriggio e sera", workdays, [][2]string{{"15:00", "21:00"}}, 30}
}

func openWeek() week {
	return week{"orario di negozio, con il fine settimana", "23567", [][2]string{{"11:00", "19:00"}}, 38}
}

func lunches() week {
	return week{"servizio di pranzo", workdays, [][2]string{{"11:00", "15:00"}}, 20}
}

func dinners() week {
	return week{"servizio di cena, con il fine settimana", "34567", [][2]string{{"18:00", "23:00"}}, 25}
}

func lunchesAndDinners() week {
	return week{"pranzo e cena, orario spezzato", "23456", [][2]string{{"11:00", "15:00"}, {"18:30", "22:30"}}, 40}
}

func nights() week {
	return week{"turno di notte", workdays, [][2]string{{"00:00", "06:00"}}, 30}
}

// freeWeek draws when somebody has time. Most have much of it.
func (d dice) freeWeek() week {
	return []week{
		wideOpen(),
		{"", workdays, [][2]string{{"06:00", "19:00"}}, 0},
		{"", sixDays, [][2]string{{"07:00", "22:00"}}, 0},
		{"", workdays, [][2]string{{"08:30", "15:30"}}, 0},
		{"", workdays, [][2]string{{"08:00", "13:00"}}, 0},
		{"", sixDays, [][2]string{{"14:00", "23:30"}}, 0},
		{"", allDays, [][2]string{{"00:00", "24:00"}}, 0},
	}[d.weighted([]int{26, 22, 18, 14, 8, 7, 5})]
}

func wideOpen() week { return week{"", allDays, [][2]string{{"06:00", "23:00"}}, 0} }
