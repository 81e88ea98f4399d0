package journey_test

// fairnessRules: the counts of who gets which chances are for who leads the teams and for who audits them.
func fairnessRules() []rule {
	const oversee = "- A - - - A - - -"
	return []rule{
		{route: "GET /matching/v1/fairness", who: oversee},
		{route: "GET /matching/fairness", who: oversee},
		{route: "GET /matching/fairness/table.csv", who: oversee},
		{route: "GET /matching/fairness/table.json", who: oversee},
	}
}
