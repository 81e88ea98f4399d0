package identity

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
