package identity

import "github.com/celav/celav/pkg/fault"

// Action is something that can be done and that not everybody may do. Every route names one.
type Action string

// The actions, by the service that answers them.
const (
	// Public is open to everyone, signed in or not. A route is public only by saying so.
	Public Action = "public"
	// Home is what everybody who is signed in may see: the own front page, the own tasks, the own account.
	Home Action = "home.read"
	// Tasks is what waits for the caller; each service answers only with what the caller may see.
	Tasks Action = "tasks.read"
	// Feed is reading a change feed, which carries everybody's projected data.
	Feed Action = "feed.read"

	PersonList        Action = "person.list"
	PersonCreate      Action = "person.create"
	PersonRead        Action = "person.read"
	PersonUpdate      Action = "person.update"
	PersonOwner       Action = "person.owner" // whose a person's file is, so that a peer can Check; no other fact
	NamesRead         Action = "names.read"   // display names of people by id, to show beside a match
	AvailabilityRead  Action = "availability.read"
	AvailabilityWrite Action = "availability.write"
	ReachRead         Action = "reach.read"
	ReachWrite        Action = "reach.write"
	WorkAccessRead    Action = "work-access.read"
	WorkAccessWrite   Action = "work-access.write"
	CaseRead          Action = "case.read"     // who follows the person and how closely
	CaseWrite         Action = "case.write"    // level of support, what the person declared
	CaseloadRead      Action = "caseload.read" // who follows how many
	PersonAssign      Action = "person.assign" // team and tutor
	PersonMerge       Action = "person.merge"  // two files that are one person's
	AppointmentList   Action = "appointment.list"
	AppointmentRead   Action = "appointment.read"
	AppointmentWrite  Action = "appointment.write"
	MessageSend       Action = "message.send" // another service writes to a person
	MessageList       Action = "message.list"
	MessageRead       Action = "message.read" // the messages to one person
	NeedRead          Action = "need.read"    // needs and obstacles, practical constraints
	NeedWrite         Action = "need.write"
	ReservedOpen      Action = "reserved.open"      // health, penal measures, protection: reading and writing alike
	EmployerView      Action = "employer-view.read" // may work or not, limits, until when, papers; never why
	ProjectRead       Action = "project.read"
	ProjectWrite      Action = "project.write"
	ProjectMove       Action = "project.move" // how far an action is: the person's own, too

	// What somebody does with the own file, by sign-in or by a personal link.
	OwnRead          Action = "own.read"          // the own page
	OwnContactWrite  Action = "own-contact.write" // how one is reached and in which language
	AppointmentSkip  Action = "appointment.skip"  // say that one cannot come
	CorrectionRead   Action = "correction.read"
	CorrectionAsk    Action = "correction.ask"
	CorrectionAnswer Action = "correction.answer"
	PersonLink       Action = "person-link.write" // give, send or withdraw a personal link
	PersonLinkUse    Action = "person-link.use"   // open the own page by it; nobody is granted it, the link is the key

	ReferralList     Action = "referral.list" // the referrals of the people whom one works with
	ReferralRead     Action = "referral.read"
	ReferralWrite    Action = "referral.write"
	ReferralWithdraw Action = "referral.withdraw" // the person's consent, which the person may take back
	CityServiceRead  Action = "city-service.read" // the directory of the city's services
	CityServiceWrite Action = "city-service.write"
	TeamRead         Action = "team.read"
	TeamWrite        Action = "team.write"
	StaffNames       Action = "staff.names" // what colleagues are called
	StaffRead        Action = "staff.read"
	StaffWrite       Action = "staff.write"
	PartnerRead      Action = "partner.read"
	PartnerWrite     Action = "partner.write"
	DirectoryRead    Action = "directory.read" // who a subject is: asked by services only

	// A partner's cohorts of trainees from abroad: the partner fills them in, the City decides.
	CohortList   Action = "cohort.list"
	CohortRead   Action = "cohort.read"
	CohortWrite  Action = "cohort.write"
	CohortDecide Action = "cohort.decide"

	ConceptRead    Action = "concept.read" // taxonomy, labels, linking free text
	TaxonomyImport Action = "taxonomy.import"
	ProfileList    Action = "profile.list"
	ProfileRead    Action = "profile.read"
	ProfileWrite   Action = "profile.write"
	CVRead         Action = "cv.read" // may fetch name and contacts into it

	CompanyList   Action = "company.list"
	CompanyCreate Action = "company.create"
	CompanyRead   Action = "company.read"
	CompanyWrite  Action = "company.write"
	// CompanyRegister is registering a company of one's own, or joining one by invitation.
	CompanyRegister Action = "company.register"
	CompanyConfirm  Action = "company.confirm"  // a counsellor has looked at a company that registered by itself
	MemberWrite     Action = "member.write"     // who belongs to a company
	CompanyMessages Action = "company.messages" // what was written to a company
	ContactList     Action = "contact.list"     // what the service spoke of with companies
	ContactWrite    Action = "contact.write"
	DeskRead        Action = "desk.read" // who comes to the in-person desk, and what was asked and answered
	DeskWrite       Action = "desk.write"
	DeskOwn         Action = "desk.own" // the appointments at the desk that one booked oneself

	OpeningList   Action = "opening.list"
	OpeningCreate Action = "opening.create"
	OpeningRead   Action = "opening.read"
	OpeningWrite  Action = "opening.write"
	OpeningSeats  Action = "opening.seats" // how many of an opening's seats are taken: told by traineeship-matching

	ContentReviewRead Action = "content.review-read" // what reviewers did with the pages of the portal
	ContentReview     Action = "content.review"      // verify a page, or ask for a change

	MatchPerson       Action = "match.person"     // the openings for a person
	MatchOpening      Action = "match.opening"    // the people for an opening; answers only people the caller may read
	AssignmentRead    Action = "assignment.read"  // where a group of people would be placed best
	AssignmentWrite   Action = "assignment.write" // fix and forbid pairs of it
	ShortlistRead     Action = "shortlist.read"
	ShortlistWrite    Action = "shortlist.write"    // decide, record for the person or the employer
	ShortlistOverride Action = "shortlist.override" // propose though the gate blocks, where no law does
	ShortlistHost     Action = "shortlist.host"     // what the employer sees of people
	ShortlistAct      Action = "shortlist.act"      // any act of the table of transitions, which says whose it is
	ProposalRead      Action = "proposal.read"      // what was proposed to a person and why
	ContestWrite      Action = "contest.write"
	RunRead           Action = "run.read"      // matches that were made: who, when, what was found, what was decided
	StageRead         Action = "stage.read"    // how far somebody is, without the details
	FairnessRead      Action = "fairness.read" // who gets which chances, counted, without names

	// TraineeshipRead is one's own part of it: hosts and trainees see no reasons. TraineeshipAnswer is what a party says
	// before a term ends; TraineeshipOversee what coordinators alone do; TraineeshipClock what happens by itself.
	TraineeshipList    Action = "traineeship.list"
	TraineeshipRead    Action = "traineeship.read"
	TraineeshipWrite   Action = "traineeship.write"
	TraineeshipAnswer  Action = "traineeship.answer"
	TraineeshipOversee Action = "traineeship.oversee"
	TraineeshipClock   Action = "traineeship.clock"
	TraineeshipFollow  Action = "traineeship.follow" // say what became of the person after the end
	OutcomeRead        Action = "outcome.read"       // how many work, learn or look, months after; no single person
	TraineesOfHost     Action = "traineeship.host"
	RightToWorkRead    Action = "right-to-work.read" // of a traineeship: from when until when, never why; no host sees it
	RenewalList        Action = "renewal.list"       // which terms wait for a decision, and the forecast
	RenewalRemind      Action = "renewal.remind"     // write to who has not answered
	RenewalCalendar    Action = "renewal.calendar"   // the own private link to the calendar of decisions
	HireList           Action = "hire.list"
	HireCreate         Action = "hire.create"

	OpeningSearch Action = "opening.search" // openings by text and by what they offer
	PersonSearch  Action = "person.search"  // people by what they can and want; of the teams whom one works with
	SavedSearch   Action = "search.save"    // the own saved searches, and how one wants to be told of new matches
	AlertRead     Action = "alert.read"     // new pairs that match well
	AlertWrite    Action = "alert.write"    // put such a pair aside

	// The papers of a traineeship: what is to be signed, and by whom.
	PaperRead  Action = "paper.read"
	PaperWrite Action = "paper.write" // make versions, give links to sign by
	PaperSign  Action = "paper.sign"  // each party for itself

	// The grant ledger: who enters or confirms an amount never approves it, whatever the role.
	GrantRead    Action = "grant.read"    // a traineeship's own account; the host sees hours, no amounts
	GrantList    Action = "grant.list"    // what waits, and the forecast
	GrantsOfHost Action = "grant.host"    // the attendance that a host owes
	GrantEnter   Action = "grant.enter"   // attendance
	GrantConfirm Action = "grant.confirm" // say what is due for too few hours
	GrantApprove Action = "grant.approve"
	GrantExport  Action = "grant.export" // for the paying office

	IndexRead Action = "index.read"
	Reindex   Action = "index.rebuild"

	QueueRead  Action = "queue.read" // what comes by itself: how much waits, what failed; nothing of whom it is about
	QueueRetry Action = "queue.retry"

	MergeFollow Action = "merge.follow" // what a merge of two files does to another service's records: told by intake

	AuditRead Action = "audit.read"
	BatchLoad Action = "batch.load" // many records at once: demonstration, first filling
)

// Scope says on whose records a grant holds.
type Scope int

// The scopes, narrowest last. Own… compares a binding of the principal with the record's owner.
const (
	Any Scope = iota + 1
	OwnTeam
	OwnCompany
	OwnPartner
	Self
)

// Grant lets a role act within a scope.
type Grant struct {
	Role  Role
	Scope Scope
}

// Grants is the whole policy: who may do what, on whose records. What has no case is refused.
func Grants(a Action) []Grant {
	switch a {
	case Home:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}, {Employer, Any}, {Partner, Any}, {Reviewer, Any}, {Auditor, Any}, {Person, Any}, {Operator, Any}}
	case Tasks:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}, {Employer, Any}, {Partner, Any}, {Reviewer, Any}, {Auditor, Any}, {Person, Any}, {Operator, Any}}
	case Feed:
		return []Grant{{Service, Any}}

	// intake
	case PersonList:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Partner, OwnPartner}}
	case PersonCreate:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case PersonRead, AvailabilityRead, ReachRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Partner, OwnPartner}, {Person, Self}}
	case PersonUpdate:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case AvailabilityWrite, ReachWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case WorkAccessRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case WorkAccessWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case CaseRead, CaseWrite, PersonMerge, AppointmentList, AppointmentWrite, MessageList:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case AppointmentRead, MessageRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case PersonAssign, CaseloadRead:
		return []Grant{{Coordinator, Any}}
	case MessageSend:
		return []Grant{{Service, Any}}
	case StaffNames:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}, {Auditor, Any}, {Operator, Any}, {Service, Any}}
	case NeedRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case NeedWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case ReservedOpen: // nobody else, whoever leads the teams or audits them
		return []Grant{{Counsellor, OwnTeam}}
	case EmployerView: // services ask for an employer to whom a release was given, which they have checked
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Service, Any}}
	case ProjectRead, ProjectMove:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case ProjectWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case OwnRead, OwnContactWrite, AppointmentSkip, CorrectionAsk:
		return []Grant{{Person, Self}}
	case CorrectionRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case CorrectionAnswer, PersonLink:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case ReferralList, ReferralWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case ReferralRead, ReferralWithdraw:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case CityServiceRead:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}}
	case CityServiceWrite:
		return []Grant{{Coordinator, Any}}
	case PersonOwner:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}, {Partner, OwnPartner}, {Person, Self}, {Service, Any}}
	case NamesRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Partner, OwnPartner}, {Person, Self}}
	case TeamRead:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}, {Auditor, Any}, {Operator, Any}}
	case StaffRead, PartnerRead:
		return []Grant{{Coordinator, Any}, {Auditor, Any}, {Operator, Any}}
	case TeamWrite, StaffWrite, PartnerWrite:
		return []Grant{{Coordinator, Any}, {Operator, Any}}
	case DirectoryRead:
		return []Grant{{Service, Any}}

	case CohortList, CohortRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Partner, OwnPartner}}
	case CohortWrite:
		return []Grant{{Partner, OwnPartner}}
	case CohortDecide:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}

	// skills-assessment
	case ConceptRead:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}, {Employer, Any}, {Partner, Any}, {Reviewer, Any}, {Auditor, Any}, {Person, Any}, {Operator, Any}, {Service, Any}}
	case TaxonomyImport:
		return []Grant{{Operator, Any}}
	case ProfileList:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Partner, OwnPartner}}
	case ProfileRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Partner, OwnPartner}, {Person, Self}}
	case CVRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case ProfileWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}

	// employer-outreach
	case CompanyList, CompanyRead, CompanyMessages, OpeningList, OpeningRead:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}, {Employer, OwnCompany}}
	case CompanyCreate:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}}
	case CompanyRegister, DeskOwn:
		return []Grant{{Anyone, Any}}
	case CompanyConfirm, ContactList, ContactWrite, DeskRead, DeskWrite:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}}
	case CompanyWrite, MemberWrite, OpeningCreate, OpeningWrite:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}, {Employer, OwnCompany}}

	case OpeningSeats:
		return []Grant{{Service, Any}}
	case ContentReviewRead:
		return []Grant{{Reviewer, Any}, {Coordinator, Any}}
	case ContentReview:
		return []Grant{{Reviewer, Any}}

	// traineeship-matching
	case MatchPerson:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case MatchOpening:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case AssignmentRead, AssignmentWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case ShortlistRead, ShortlistWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case ShortlistOverride:
		return []Grant{{Coordinator, Any}}
	case ShortlistHost:
		return []Grant{{Employer, OwnCompany}}
	case ShortlistAct:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Employer, OwnCompany}, {Person, Self}}
	case ProposalRead, ContestWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case RunRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Auditor, Any}, {Person, Self}}
	case FairnessRead:
		return []Grant{{Coordinator, Any}, {Auditor, Any}}
	case StageRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Partner, OwnPartner}, {Person, Self}}
	case TraineeshipList, TraineeshipWrite, HireList, HireCreate:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case RenewalList, RenewalRemind, RenewalCalendar:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case TraineeshipRead, TraineeshipAnswer:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Employer, OwnCompany}, {Person, Self}}
	case TraineeshipFollow, RightToWorkRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Person, Self}}
	case TraineeshipOversee, OutcomeRead:
		return []Grant{{Coordinator, Any}}
	case TraineesOfHost:
		return []Grant{{Employer, OwnCompany}}
	case OpeningSearch, SavedSearch:
		return []Grant{{Counsellor, Any}, {Coordinator, Any}}
	case PersonSearch, AlertRead, AlertWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case PaperRead, PaperSign:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Employer, OwnCompany}, {Person, Self}}
	case PaperWrite:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case GrantRead:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Employer, OwnCompany}, {Person, Self}}
	case GrantEnter:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}, {Employer, OwnCompany}}
	case GrantList, GrantConfirm, GrantApprove:
		return []Grant{{Counsellor, OwnTeam}, {Coordinator, Any}}
	case GrantsOfHost:
		return []Grant{{Employer, OwnCompany}}
	case GrantExport:
		return []Grant{{Coordinator, Any}}
	case IndexRead:
		return []Grant{{Coordinator, Any}, {Auditor, Any}, {Operator, Any}}
	case Reindex, QueueRead, QueueRetry:
		return []Grant{{Operator, Any}}

	// every service
	case MergeFollow:
		return []Grant{{Service, Any}}
	case AuditRead:
		return []Grant{{Auditor, Any}, {Person, Self}}
	case BatchLoad:
		return []Grant{{Operator, Any}}
	default:
		return nil
	}
}

// Check returns nil when p may do a on a record of o, else a Forbidden fault (Unauthenticated for nobody).
// Call it after loading the record; before loading, a route asks May.
func Check(p Principal, a Action, o Owner) error {
	if a == Public {
		return nil
	}
	for _, s := range Scopes(p, a) {
		if s.covers(p, o) {
			return nil
		}
	}
	return refuse(p, a)
}

// May returns nil when p may do a on at least some record. It guards routes; it does not replace Check
// where the action has records.
func May(p Principal, a Action) error {
	if a == Public || len(Scopes(p, a)) > 0 {
		return nil
	}
	return refuse(p, a)
}

// Scopes returns on whose records p may do a, for lists that are narrowed by a query. A scope for which p
// has no binding is left out, and Any stands alone.
func Scopes(p Principal, a Action) []Scope {
	var scopes []Scope
	for _, g := range Grants(a) {
		if (!p.Has(g.Role) && g.Role != Anyone) || (p.Subject == "" && g.Role != Service) {
			continue
		}
		if g.Scope == Any {
			return []Scope{Any}
		}
		if g.Scope.binding(p) != "" {
			scopes = append(scopes, g.Scope)
		}
	}
	return scopes
}

func (s Scope) covers(p Principal, o Owner) bool {
	if s == Any {
		return true
	}
	id := s.binding(p)
	if id == "" {
		return false
	}
	switch s {
	case OwnTeam:
		return id == o.Team
	case OwnCompany:
		return id == o.Company
	case OwnPartner:
		return id == o.Partner
	case Self:
		return id == o.Person
	default:
		return false
	}
}

func (s Scope) binding(p Principal) string {
	switch s {
	case OwnTeam:
		return p.Team
	case OwnCompany:
		return p.Company
	case OwnPartner:
		return p.Partner
	case Self:
		return p.Person
	default:
		return ""
	}
}

func refuse(p Principal, a Action) error {
	if p.Nobody() {
		return fault.New(fault.Unauthenticated, "Sign in to do this.")
	}
	return fault.New(fault.Forbidden, "You may not do this (%s).", a)
}
