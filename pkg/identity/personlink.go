package identity

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
)

// Subjects that the suite itself gives begin like this; an issuer's subject that does is refused, so that nobody becomes
// a person by the name they have at the issuer.
const ownSubjects = "celav:"

const (
	personSubjects = ownSubjects + "person:"
	linkSubjects   = ownSubjects + "link:"
)

// linkLifetime is how long a session by a personal link lasts, whatever happens: phones are lent, and the link opens the
// next one.
const linkLifetime = 2 * time.Hour

// PersonSubject is the subject of somebody who came by a personal link; it is the same for all links of that person.
func PersonSubject(person string) string { return personSubjects + person }

// LinkSubject names a personal link towards the directory, which answers with the person as long as the link holds.
func LinkSubject(link string) string { return linkSubjects + link }

// LinkOf returns the id of the personal link that a subject names.
func LinkOf(subject string) (link string, ok bool) { return strings.CutPrefix(subject, linkSubjects) }

// OpenByLink opens a session for whom a personal link was made, under a new token, in place of one that there was. The
// directory is asked about the link at every request, so a link that is withdrawn ends its sessions.
func (i *Identity) OpenByLink(w http.ResponseWriter, r *http.Request, link string) error {
	before, err := load(r, i.sessions)
	if err != nil {
		return err
	}
	if i.sessions.Status(before) != scs.Destroyed && i.sessions.Exists(before, subjectKey) {
		if err := i.sessions.Destroy(before); err != nil {
			return unsaved(err)
		}
	}
	session, err := i.sessions.Load(r.Context(), "")
	if err != nil {
		return unsaved(err)
	}
	i.sessions.Put(session, subjectKey, LinkSubject(link))
	i.sessions.SetDeadline(session, i.now().Add(linkLifetime))
	return save(session, w, i.sessions)
}

// byLink turns what the directory says of a link into the person; nobody when the link does not hold any more.
func byLink(p Principal, subject string) Principal {
	if _, ok := LinkOf(subject); !ok {
		return p
	}
	if p.Person == "" {
		return Principal{}
	}
	p.Subject = PersonSubject(p.Person)
	return p
}

// foreign refuses a subject of the issuer that looks like one of the suite's own.
func foreign(subject string) error {
	if subject == "" || len(subject) > maxSubject || strings.HasPrefix(subject, ownSubjects) {
		return errors.New("no usable subject")
	}
	return nil
}
