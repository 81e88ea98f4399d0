package matching_test

import (
	"fmt"
	"time"
)

// The people and openings of the tests.
const (
	awa    = "0192f0c8-7b1e-7000-8000-000000000001" // team 1, has what is needed
	bruno  = "0192f0c8-7b1e-7000-8000-000000000002" // team 2, the same
	nobody = "0192f0c8-7b1e-7000-8000-000000000003" // team 1, nothing is known
	waiter = "0192f0c8-7b1e-7000-8000-000000000011"
	driver = "0192f0c8-7b1e-7000-8000-000000000012" // asks for a licence
)

func candidates() map[string]any {
	one := func(id, team, waiting string) any {
		return data(fmt.Sprintf(`{"personId":%q,"team":%q,"residence":"local","minimumAge":18,"state":"active",
			"availability":{"from":"2026-01-01","maxHoursWeek":40,"slots":[{"day":1,"from":"08:00","to":"18:00"},{"day":2,"from":"08:00","to":"18:00"}]},
			"reach":{"lat":45.48,"lon":9.21,"maxMinutes":60,"modes":["transit"]},
			"workAccess":[{"from":"2020-01-01","until":null,"outcome":"ok","rule":"WA-01","renewable":false,"hoursWeek":null}],
			"waitingSince":%q}`, id, team, waiting))
	}
	return map[string]any{awa: one(awa, "equipe-1", "2026-10-02"), bruno: one(bruno, "equipe-2", "2026-10-01"), nobody: one(nobody, "equipe-1", "2026-09-01")}
}

func profiles() map[string]any {
	one := func(id string) any {
		return data(fmt.Sprintf(`{"personId":%q,"taxonomyVersion":"test 1","updatedAt":%q,
			"skills":[{"skill":"celav:s/serve","level":3,"evidence":"seen","confirmedOn":"2026-10-01"}],
			"occupations":[{"occupation":"celav:o/waiter","held":true,"wanted":true,"months":24,"informal":false}],
			"languages":[{"language":"it","listening":"B1","interaction":"B1"}],
			"education":null,"licences":[],"learning":[],"preferences":null}`, id, time.Now().UTC().Format(time.RFC3339)))
	}
	return map[string]any{awa: one(awa), bruno: one(bruno)}
}

func openings() map[string]any {
	soon := time.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	one := func(id, licences string) any {
		return data(fmt.Sprintf(`{"id":%q,"companyId":"c1","siteId":"x1","site":{"lat":45.47,"lon":9.19,"municipality":"Milano","region":"lombardy"},
			"kind":"traineeship","title":"Cameriere","description":"","language":"it","occupation":"celav:o/waiter","isco":"5131",
			"neededAtStart":[{"skill":"celav:s/serve","level":2,"weight":2},{"skill":"celav:s/greet","level":2,"weight":1}],"optional":[],"learnedHere":[],
			"languages":[{"language":"it","level":"A2"}],"slots":[{"day":1,"from":"09:00","to":"15:00"}],"hoursWeek":30,"start":%q,"months":3,
			"seats":1,"seatsTaken":0,"seatLimit":2,"minimumAge":16,"licences":%s,"educationEqf":null,"welcomesArt27":false,
			"accommodations":[],"publishedOn":"2026-10-01","closesOn":null,"live":true}`, id, soon, licences))
	}
	return map[string]any{waiter: one(waiter, `[]`), driver: one(driver, `["B"]`)}
}
