package journey_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// What happens in a traineeship reaches its host's outbox, without anybody's name: the start, and that a decision is due
// thirty days before the end. On embedded backends in one process, and on real servers in four.
func TestLettersToCompanies(t *testing.T) {
	eachShape(t, lettersJourney)
}

type companyMessages struct {
	Items []struct{ Kind, Body, URL, State, Language string }
}

// kinds are the kinds of the messages, each once.
func (m companyMessages) kinds() map[string]int {
	kinds := map[string]int{}
	for _, one := range m.Items {
		kinds[one.Kind]++
	}
	return kinds
}

func lettersJourney(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	employer := c.as(t, "demo-employer")
	at := "/outreach/v1/companies/" + ownCompany + "/messages"
	today := c.today()
	// A month is shorter than the 45 days before its end and hardly longer than the 30: when it starts, both are due, and the
	// later one acts. Before eight in the morning of a longer month it is the one of 45 days.
	wanted := "traineeship-decision-due"
	if last := today.AddMonths(1).AddDays(-1); last.DaysSince(today) == 30 && c.hour() < 8 {
		wanted = "traineeship-evaluation-asked"
	}
	c.monthOfTrainee(t, today)
	var got companyMessages
	eventually(t, 30*time.Second, "the host is told that it started and that a decision is due", func() bool {
		got = companyMessages{}
		employer.must("GET", at, nil, &got)
		return got.kinds()["traineeship-started"] == 1 && got.kinds()[wanted] == 1
	})
	for _, m := range got.Items {
		if strings.Contains(m.Body, "Amina") || strings.Contains(m.Body, "Zqxtutor") || !strings.HasPrefix(m.URL, "/") {
			t.Errorf("a message names somebody, or leads elsewhere: %+v", m)
		}
		if strings.HasPrefix(m.Kind, "traineeship-") && !strings.Contains(m.Body, "CeLav") {
			t.Errorf("it does not say whom to ask: %q", m.Body)
		}
	}
	for _, who := range []struct {
		user   string
		path   string
		status int
	}{
		{"demo-employer", "/outreach/v1/companies/" + otherCompany + "/messages", http.StatusForbidden},
		{"demo-person", at, http.StatusForbidden},
		{"demo-counsellor-2", at, http.StatusOK},
		{"demo-employer", "/outreach/v1/messages", http.StatusForbidden},
	} {
		if got := c.as(t, who.user).send("GET", who.path, nil); got.status != who.status {
			t.Errorf("%s at %s: %d, want %d", who.user, who.path, got.status, who.status)
		}
	}
	for user, path := range map[string]string{
		"demo-employer": "/outreach/companies/" + ownCompany + "/messages", "demo-counsellor-1": "/outreach/messages",
	} {
		b := c.browser(t)
		b.signIn(user)
		if page := b.send("GET", path, nil); page.status != http.StatusOK || !strings.Contains(string(page.body), "Il tirocinio è cominciato") {
			t.Errorf("%s at %s: %d", user, path, page.status)
		}
	}
}
