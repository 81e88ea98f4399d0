package directory

// DemoPerson is the file that the development provider's user "demo-person" is bound to.
const DemoPerson = "0190a0de-0000-7000-8000-000000000001"

// Development is the directory of the embedded development provider: invented staff for trying things out.
// It is never loaded with another provider.
func Development() (teams []Team, partners []Partner, entries []Entry) {
	teams = []Team{
		{"equipe-1", "Équipe 1", "Rifugiati, richiedenti asilo e altri migranti"},
		{"equipe-2", "Équipe 2", "Disoccupazione di lunga durata"},
		{"equipe-3", "Équipe 3", "Disabilità"},
		{"equipe-4", "Équipe 4", "Dipendenze e fragilità psichica"},
		{"equipe-5", "Équipe 5", "Misure penali"},
		{"equipe-6", "Équipe 6", "Giovani"},
	}
	partners = []Partner{{"demo-partner", "Partenaire de démonstration", "TN", "equipe-1"}}
	entries = []Entry{
		{Subject: "demo-counsellor-1", Name: "Giulia Operatrice (demo)", Roles: []string{"counsellor"}, Team: "equipe-1"},
		{Subject: "demo-counsellor-2", Name: "Marco Operatore (demo)", Roles: []string{"counsellor"}, Team: "equipe-2"},
		{Subject: "demo-coordinator", Name: "Elena Coordinatrice (demo)", Roles: []string{"coordinator"}},
		{Subject: "demo-employer", Roles: []string{"employer"}},
		{Subject: "demo-partner", Roles: []string{"partner"}, Partner: "demo-partner"},
		{Subject: "demo-reviewer", Roles: []string{"reviewer"}},
		{Subject: "demo-auditor", Roles: []string{"auditor"}},
		{Subject: "demo-person", Roles: []string{"person"}, Person: DemoPerson},
		{Subject: "demo-operator", Roles: []string{"operator"}},
	}
	return teams, partners, entries
}
