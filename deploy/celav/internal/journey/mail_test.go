package journey_test

import (
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/http"
	netmail "net/mail"
	"net/url"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/outbox/mail/mailtest"
)

// By mail, as in production: the host is asked how to go on, answers by the link in the mail without an account, and what
// nobody decides reaches who coordinates.
func TestMail(t *testing.T) {
	t.Parallel()
	address, mails := mailtest.Server(t, false)
	start := workingDay(civil.DateOf(time.Now()).AddDays(-40))
	c := togetherAt(t, clockAt(t, time.Until(noonOf(start))), func(s *config.Settings) {
		s.SmtpURL, s.MailFrom = config.Address("smtp+plain://"+address), "celav@example.org"
	})
	c.settle(t)
	c.as(t, firstOperator).must("POST", "/outreach/v1/companies/batch", fields{"items": list{fields{
		"id": ownCompany, "name": "Trattoria Prova", "headcount": 9, "sites": list{site(ownSite)}, "members": list{"demo-employer"},
		"contact": fields{"email": "trattoria@example.org", "language": "it"},
	}}}, nil)
	c.awaitMatches(t)
	c.as(t, "demo-coordinator").must("PUT", "/matching/v1/alerts/settings", fields{
		"version": 0, "threshold": 95, "mail": false, "address": "coordinamento@example.org", "language": "fr",
	}, nil)
	id := c.monthOfTrainee(t, start)

	asked := arrives(t, mails, "trattoria@example.org", "La decisione sul tirocinio")
	link := answerPath.FindString(asked)
	if link == "" || strings.Contains(asked, "Amina") {
		t.Fatalf("the host is given no link, or a name:\n%s", asked)
	}
	host := c.browser(t)
	if got := host.send("GET", link, nil); got.status != http.StatusOK {
		t.Fatalf("the link answers %d", got.status)
	}
	host.send("POST", link, url.Values{"act": {"open"}})
	if got := host.send("POST", link, url.Values{"wish": {"renew"}}); got.status != http.StatusOK || !strings.Contains(string(got.body), "Grazie") {
		t.Errorf("the answer by the link: %d %.600s", got.status, got.body)
	}

	c.until(t, workingDay(start.AddMonths(1).AddDays(-1).AddDays(-15)))
	escalated := arrives(t, mails, "coordinamento@example.org", "n’est pas encore décidé")
	if !strings.Contains(escalated, "/matching/traineeships/"+id) || strings.Contains(escalated, "Amina") {
		t.Errorf("an escalation without its page, or with a name:\n%s", escalated)
	}
}

// monthOfTrainee starts a traineeship of one month.
func (c *city) monthOfTrainee(t *testing.T, start civil.Date) string {
	t.Helper()
	var x traineeshipAnswer
	counsellor, coordinator := c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator")
	counsellor.must("POST", "/matching/v1/traineeships", fields{
		"personId": demoPerson, "openingId": ownOpening, "type": "ordinary", "start": start, "months": 1, "hoursWeek": 30,
		"hostTutor": "Zqxtutor Prova", "allowanceCents": 50000,
	}, &x)
	act := func(a *api, of fields) {
		t.Helper()
		var now traineeshipAnswer
		a.must("GET", "/matching/v1/traineeships/"+x.ID, nil, &now)
		a.must("POST", "/matching/v1/traineeships/"+x.ID+"/acts", with(of, fields{"version": now.Version}), nil)
	}
	for _, paper := range []string{"agreement", "project", "accident", "liability", "declarations", "communication"} {
		act(counsellor, fields{"act": "paper", "paper": paper, "on": start.AddDays(-3), "reference": "N-1"})
	}
	act(coordinator, fields{"act": "waive", "paper": "duration", "reason": "a month is enough for this test"})
	act(counsellor, fields{"act": "start"})
	return x.ID
}

func noonOf(d civil.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// workingDay is the day, or the next one on which messages leave.
func workingDay(d civil.Date) civil.Date {
	for !outbox.Working(d) {
		d = d.AddDays(1)
	}
	return d
}

// arrives waits for a mail to an address with these words, and returns it as it is read.
func arrives(t *testing.T, mails <-chan string, to, words string) string {
	t.Helper()
	deadline := time.After(time.Minute)
	var others []string
	for {
		select {
		case raw := <-mails:
			text, err := readMail(raw)
			if err != nil {
				t.Fatalf("a mail cannot be read: %v\n%s", err, raw)
			}
			if strings.Contains(text, to) && strings.Contains(text, words) {
				return text
			}
			others = append(others, text)
		case <-deadline:
			t.Fatalf("no mail to %s with %q; others:\n%s", to, words, strings.Join(others, "\n----\n"))
		}
	}
}

func readMail(raw string) (string, error) {
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		return "", fmt.Errorf("read the header: %w", err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return "", fmt.Errorf("read the subject: %w", err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		return "", fmt.Errorf("read the body: %w", err)
	}
	return m.Header.Get("To") + "\n" + subject + "\n" + string(body), nil
}
