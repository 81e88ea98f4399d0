package identity

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
