package cohort

import "slices"

func yesNo() []Value {
	return []Value{
		{"no", Text{"no", "no", "non", "لا"}, []string{"n", "0", "false", "faux"}},
		{"yes", Text{"sì", "yes", "oui", "نعم"}, []string{"si", "y", "o", "1", "x", "true", "vrai"}},
	}
}

func levels() []Value {
	var list []Value
	for _, l := range []string{"A1", "A2", "B1", "B2", "C1", "C2"} {
		v := Value{Code: l, Text: Text{l, l, l, l}}
		if l == "C2" {
			v.Also = []string{"langue maternelle", "maternelle", "natif", "native", "madrelingua", "mother tongue", "اللغة الأم"}
		}
		list = append(list, v)
	}
	return list
}

// The levels of a title, which decide how long a traineeship may last.
const (
	UpperSecondary  = "upper-secondary"
	HigherTechnical = "higher-technical"
	Tertiary        = "tertiary"
)

func titleLevels() []Value {
	return []Value{
		{UpperSecondary, Text{"diploma superiore o qualifica di 4 anni", "upper-secondary diploma", "baccalauréat ou diplôme professionnel", "بكالوريا أو دبلوم مهني"}, []string{"bac", "baccalaureat", "bp", "btp", "diploma", "بكالوريا", "secondaire"}},
		{HigherTechnical, Text{"tecnico superiore", "higher technical diploma", "technicien supérieur", "تقني سامٍ"}, []string{"bts", "dut", "its", "technicien superieur", "bac 2", "bac+2", "تقني سام"}},
		{Tertiary, Text{"laurea o più", "university degree", "licence ou plus", "إجازة أو أكثر"}, []string{"licence", "master", "ingenieur", "doctorat", "laurea", "bachelor", "degree", "bac 3", "bac 5", "إجازة", "ماجستير", "universite"}},
	}
}

// EQF is the European level that a title's level corresponds to.
func EQF(titleLevel string) int {
	switch titleLevel {
	case UpperSecondary:
		return 4
	case HigherTechnical:
		return 5
	case Tertiary:
		return 6
	default:
		return 0
	}
}

func tongues() []Value {
	return []Value{
		{"fr", Text{"francese", "French", "français", "الفرنسية"}, []string{"fr", "francais"}},
		{"ar", Text{"arabo", "Arabic", "arabe", "العربية"}, []string{"ar"}},
		{"it", Text{"italiano", "Italian", "italien", "الإيطالية"}, []string{"it"}},
		{"en", Text{"inglese", "English", "anglais", "الإنجليزية"}, []string{"en"}},
	}
}

func hostFields() []Value {
	return []Value{
		{"catering", Text{"ristorazione e alberghi", "catering and hotels", "restauration et hôtellerie", "المطاعم والفنادق"}, []string{"restauration", "hotellerie", "ristorazione", "cuisine", "catering", "tourisme"}},
		{"construction", Text{"edilizia", "construction", "bâtiment", "البناء"}, []string{"btp", "batiment", "construction"}},
		{"manufacturing", Text{"industria", "manufacturing", "industrie", "الصناعة"}, []string{"production"}},
		{"mechanics", Text{"meccanica ed elettricità", "mechanics and electricity", "mécanique et électricité", "الميكانيك والكهرباء"}, []string{"mecanique", "electricite", "meccanica", "maintenance"}},
		{"ict", Text{"informatica", "computing", "informatique", "الإعلامية"}, []string{"ict", "it", "numerique", "informatica"}},
		{"care", Text{"cura e salute", "care and health", "soins et santé", "الرعاية والصحة"}, []string{"sante", "soins", "care"}},
		{"green", Text{"verde e agricoltura", "parks and farming", "espaces verts et agriculture", "المساحات الخضراء والفلاحة"}, []string{"agriculture", "jardinage"}},
		{"textile", Text{"moda e tessile", "fashion and textiles", "mode et textile", "الموضة والنسيج"}, []string{"textile", "couture", "moda"}},
		{"logistics", Text{"logistica e trasporti", "logistics and transport", "logistique et transports", "اللوجستيك والنقل"}, []string{"logistique", "transport", "magasin"}},
		{"trade", Text{"commercio e vendita", "trade and sales", "commerce et vente", "التجارة والبيع"}, []string{"commerce", "vente", "commercio"}},
		{"office", Text{"ufficio e amministrazione", "office and administration", "bureau et administration", "المكاتب والإدارة"}, []string{"administration", "comptabilite", "gestion", "bureau"}},
	}
}

// Countries are those that partners write most often, with the Union's, which rule A27-01 leaves out.
func Countries() []Value {
	list := []Value{
		{"TN", Text{"Tunisia", "Tunisia", "Tunisie", "تونس"}, nil},
		{"MA", Text{"Marocco", "Morocco", "Maroc", "المغرب"}, nil},
		{"DZ", Text{"Algeria", "Algeria", "Algérie", "الجزائر"}, nil},
		{"EG", Text{"Egitto", "Egypt", "Égypte", "مصر"}, nil},
		{"LY", Text{"Libia", "Libya", "Libye", "ليبيا"}, nil},
		{"SN", Text{"Senegal", "Senegal", "Sénégal", "السنغال"}, nil},
		{"CI", Text{"Costa d'Avorio", "Ivory Coast", "Côte d'Ivoire", "ساحل العاج"}, nil},
		{"ML", Text{"Mali", "Mali", "Mali", "مالي"}, nil},
		{"CM", Text{"Camerun", "Cameroon", "Cameroun", "الكاميرون"}, nil},
		{"LB", Text{"Libano", "Lebanon", "Liban", "لبنان"}, nil},
		{"JO", Text{"Giordania", "Jordan", "Jordanie", "الأردن"}, nil},
		{"FR", Text{"Francia", "France", "France", "فرنسا"}, nil},
		{"IT", Text{"Italia", "Italy", "Italie", "إيطاليا"}, nil},
		{"ES", Text{"Spagna", "Spain", "Espagne", "إسبانيا"}, nil},
		{"DE", Text{"Germania", "Germany", "Allemagne", "ألمانيا"}, nil},
		{"BE", Text{"Belgio", "Belgium", "Belgique", "بلجيكا"}, nil},
	}
	return list
}

// InUnion reports whether a country is in the European Union.
func InUnion(country string) bool {
	return slices.Contains([]string{
		"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
	}, country)
}

// find returns the code of the value that a text means.
func find(values []Value, text string) (string, bool) {
	folded := Fold(text)
	for _, v := range values {
		if Fold(v.Code) == folded || slices.ContainsFunc(v.Text.all(), func(s string) bool { return Fold(s) == folded }) ||
			slices.ContainsFunc(v.Also, func(s string) bool { return Fold(s) == folded }) {
			return v.Code, true
		}
	}
	return "", false
}

// LabelOf returns a value's text in a language, the code itself where the column has no such value.
func LabelOf(values []Value, code, lang string) string {
	for _, v := range values {
		if v.Code == code {
			return v.Text.In(lang)
		}
	}
	return code
}

// Code returns the code of the column's value that a text means.
func (c Column) Code(text string) (string, bool) { return find(c.Values, text) }
