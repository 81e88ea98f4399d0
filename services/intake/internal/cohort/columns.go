package cohort

// Kind says how a column's cells are read.
type Kind string

// The kinds.
const (
	Line   Kind = "line"   // a text
	Day    Kind = "day"    // a date
	Choice Kind = "choice" // one of the column's values
	Many   Kind = "many"   // several texts, or several of the column's values, with semicolons between them
	Whole  Kind = "whole"  // a whole number
)

// Column is one column of the template. The template, the reader, the form for one person and the list of what to
// correct are all made from the one table, Columns.
type Column struct {
	Key      string
	Heading  Text
	Hint     Text
	Also     []string // other headings that people use
	Kind     Kind
	Required bool
	Values   []Value // of a Choice, or of a Many with a list
	Max      int     // characters; 0: maxLine
}

// Value is one allowed value of a column.
type Value struct {
	Code string
	Text Text
	Also []string
}

// The keys of the columns.
const (
	Ref         = "ref"
	LastName    = "lastName"
	FirstName   = "firstName"
	BirthDate   = "birthDate"
	Country     = "country"
	InItaly     = "inItaly"
	Phone       = "phone"
	Email       = "email"
	Language    = "language"
	Title       = "title"
	TitleLevel  = "titleLevel"
	TitleDate   = "titleDate"
	Occupations = "occupations"
	Months      = "months"
	Wanted      = "wanted"
	Skills      = "skills"
	Italian     = "italian"
	French      = "french"
	English     = "english"
	Arabic      = "arabic"
	HostFields  = "hostFields"
	From        = "from"
	Consent     = "consent"
)

// Limits of what is read.
const (
	maxLine = 200
	maxList = 500
	maxMany = 12 // texts in one cell
)

// Columns is the table, in the template's order.
func Columns() []Column {
	several := Text{
		FR: "Plusieurs réponses : séparez-les par un point-virgule.", IT: "Più risposte: le separi con il punto e virgola.",
		EN: "Several answers: put a semicolon between them.", AR: "عدة إجابات: افصل بينها بفاصلة منقوطة.",
	}
	cefr := Text{
		FR: "A1, A2, B1, B2, C1 ou C2. Langue maternelle : C2. Laissez vide si la personne ne la parle pas.",
		IT: "A1, A2, B1, B2, C1 o C2. Madrelingua: C2. Lasci vuoto se la persona non la parla.",
		EN: "A1, A2, B1, B2, C1 or C2. Mother tongue: C2. Leave empty if the person does not speak it.",
		AR: "A1 أو A2 أو B1 أو B2 أو C1 أو C2. اللغة الأم: C2. اتركه فارغًا إذا كان الشخص لا يتكلمها.",
	}
	day := Text{FR: "Jour/mois/année, par exemple 31/05/1998.", IT: "Giorno/mese/anno, per esempio 31/05/1998.", EN: "Day/month/year, for example 31/05/1998.", AR: "اليوم/الشهر/السنة، مثلًا 31/05/1998."}
	return []Column{
		{Key: Ref, Kind: Line, Required: true, Max: 40, Heading: Text{"Riferimento", "Reference", "Référence", "المرجع"}, Also: []string{"ref", "reference partenaire", "numero", "n°", "id", "matricule", "codice", "code", "رقم", "الرقم"}, Hint: Text{
			FR: "Votre numéro ou code pour cette personne, le même à chaque envoi.", IT: "Il vostro numero o codice per questa persona, lo stesso a ogni invio.",
			EN: "Your own number or code for this person, the same each time you send.", AR: "رقمكم أو رمزكم لهذا الشخص، نفسه في كل إرسال.",
		}},
		{Key: LastName, Kind: Line, Required: true, Max: 60, Heading: Text{"Cognome", "Family name", "Nom", "اللقب"}, Also: []string{"nom de famille", "last name", "surname", "اسم العائلة"}, Hint: Text{
			FR: "Comme sur le passeport.", IT: "Come sul passaporto.", EN: "As in the passport.", AR: "كما في جواز السفر.",
		}},
		{Key: FirstName, Kind: Line, Required: true, Max: 60, Heading: Text{"Nome", "First name", "Prénom", "الاسم"}, Also: []string{"prenoms", "given name", "الاسم الشخصي"}, Hint: Text{
			FR: "Comme sur le passeport.", IT: "Come sul passaporto.", EN: "As in the passport.", AR: "كما في جواز السفر.",
		}},
		{Key: BirthDate, Kind: Day, Required: true, Heading: Text{"Data di nascita", "Date of birth", "Date de naissance", "تاريخ الميلاد"}, Also: []string{"ne le", "nee le", "naissance", "birth date", "تاريخ الولادة", "تاريخ الازدياد"}, Hint: day},
		{Key: Country, Kind: Choice, Required: true, Heading: Text{"Paese di residenza", "Country of residence", "Pays de résidence", "بلد الإقامة"}, Also: []string{"pays", "paese", "country", "البلد"}, Values: Countries(), Hint: Text{
			FR: "Le pays où la personne habite : son nom ou son code de deux lettres (TN, MA).", IT: "Il paese in cui la persona vive: il nome o il codice di due lettere (TN, MA).",
			EN: "The country where the person lives: its name or its two-letter code (TN, MA).", AR: "البلد الذي يقيم فيه الشخص: اسمه أو رمزه من حرفين (TN، MA).",
		}},
		{Key: InItaly, Kind: Choice, Required: true, Values: yesNo(), Heading: Text{"Già in Italia", "Already in Italy", "Déjà en Italie", "موجود في إيطاليا"}, Also: []string{"en italie", "in italia", "in italy"}, Hint: Text{
			FR: "Oui ou non. L'article 27 est pour les personnes qui ne sont pas en Italie.", IT: "Sì o no. L'articolo 27 è per chi non si trova in Italia.",
			EN: "Yes or no. Article 27 is for people who are not in Italy.", AR: "نعم أو لا. المادة 27 مخصصة لمن لا يوجد في إيطاليا.",
		}},
		{Key: Phone, Kind: Line, Max: 40, Heading: Text{"Telefono", "Telephone", "Téléphone", "الهاتف"}, Also: []string{"tel", "gsm", "portable", "mobile", "cellulare", "phone", "رقم الهاتف"}, Hint: Text{
			FR: "Avec l'indicatif du pays : +216 …, +212 … Le téléphone ou le courriel est nécessaire.", IT: "Con il prefisso del paese: +216 …, +212 … Serve il telefono o l'e-mail.",
			EN: "With the country code: +216 …, +212 … Either telephone or e-mail is needed.", AR: "مع رمز البلد: \u200e+216\u200e أو \u200e+212\u200e. يلزم الهاتف أو البريد الإلكتروني.",
		}},
		{Key: Email, Kind: Line, Max: 120, Heading: Text{"E-mail", "E-mail", "Courriel", "البريد الإلكتروني"}, Also: []string{"email", "mail", "adresse e-mail", "adresse mail", "posta elettronica", "البريد"}, Hint: Text{
			FR: "nom@example.org", IT: "nome@example.org", EN: "name@example.org", AR: "name@example.org",
		}},
		{Key: Language, Kind: Choice, Required: true, Values: tongues(), Heading: Text{"Lingua per scriverle", "Language to write in", "Langue pour lui écrire", "لغة المراسلة"}, Also: []string{"langue", "lingua", "language", "langue de contact", "اللغة"}, Hint: Text{
			FR: "La langue dans laquelle la personne veut recevoir nos messages.", IT: "La lingua in cui la persona vuole ricevere i nostri messaggi.",
			EN: "The language in which the person wants our messages.", AR: "اللغة التي يريد الشخص أن يتلقى بها رسائلنا.",
		}},
		{Key: Title, Kind: Line, Required: true, Max: 120, Heading: Text{"Titolo di studio", "Qualification", "Diplôme", "الشهادة"}, Also: []string{"titre", "titre d'etudes", "titolo", "formation", "degree", "الدبلوم"}, Hint: Text{
			FR: "Par exemple : BTS hôtellerie, licence en informatique.", IT: "Per esempio: BTS alberghiero, laurea in informatica.",
			EN: "For example: higher certificate in hospitality, degree in computing.", AR: "مثلًا: تقني سامٍ في الفندقة، إجازة في الإعلامية.",
		}},
		{Key: TitleLevel, Kind: Choice, Required: true, Values: titleLevels(), Heading: Text{"Livello del titolo", "Level of the qualification", "Niveau du diplôme", "مستوى الشهادة"}, Also: []string{"niveau", "livello", "level", "المستوى"}, Hint: Text{
			FR: "Choisissez dans la liste.", IT: "Scelga dall'elenco.", EN: "Choose from the list.", AR: "اختر من القائمة.",
		}},
		{Key: TitleDate, Kind: Day, Required: true, Heading: Text{"Data del titolo", "Date of the qualification", "Date du diplôme", "تاريخ الشهادة"}, Also: []string{"date d'obtention", "obtenu le", "conseguito il", "obtained on", "تاريخ الحصول على الشهادة"}, Hint: Text{
			FR: "Jour/mois/année. En Lombardie, 12 mois au plus avant la demande.", IT: "Giorno/mese/anno. In Lombardia, al massimo 12 mesi prima della domanda.",
			EN: "Day/month/year. In Lombardy, at most 12 months before the application.", AR: "اليوم/الشهر/السنة. في لومبارديا: قبل الطلب بـ 12 شهرًا على الأكثر.",
		}},
		{Key: Occupations, Kind: Many, Max: maxList, Heading: Text{"Mestieri svolti", "Occupations held", "Métiers exercés", "المهن السابقة"}, Also: []string{"metier", "metiers", "mestieri", "occupations", "experience", "المهنة", "المهن"}, Hint: several},
		{Key: Months, Kind: Whole, Heading: Text{"Mesi di esperienza", "Months of experience", "Mois d'expérience", "أشهر الخبرة"}, Also: []string{"experience en mois", "mesi", "mois"}, Hint: Text{
			FR: "Un nombre, stages compris.", IT: "Un numero, tirocini compresi.", EN: "A number, traineeships included.", AR: "عدد، مع احتساب التدريبات.",
		}},
		{Key: Wanted, Kind: Many, Max: maxList, Heading: Text{"Mestieri desiderati", "Occupations wanted", "Métiers souhaités", "المهن المرغوبة"}, Also: []string{"metier souhaite", "metier vise", "mestiere desiderato", "المهنة المرغوبة"}, Hint: several},
		{Key: Skills, Kind: Many, Max: maxList, Heading: Text{"Competenze", "Skills", "Compétences", "الكفاءات"}, Also: []string{"savoir faire", "المهارات"}, Hint: several},
		{Key: Italian, Kind: Choice, Values: levels(), Heading: Text{"Italiano", "Italian", "Italien", "الإيطالية"}, Also: []string{"niveau d'italien", "livello di italiano", "level of italian"}, Hint: cefr},
		{Key: French, Kind: Choice, Values: levels(), Heading: Text{"Francese", "French", "Français", "الفرنسية"}, Also: []string{"niveau de francais"}, Hint: cefr},
		{Key: English, Kind: Choice, Values: levels(), Heading: Text{"Inglese", "English", "Anglais", "الإنجليزية"}, Also: []string{"niveau d'anglais"}, Hint: cefr},
		{Key: Arabic, Kind: Choice, Values: levels(), Heading: Text{"Arabo", "Arabic", "Arabe", "العربية"}, Also: []string{"niveau d'arabe"}, Hint: cefr},
		{Key: HostFields, Kind: Many, Max: maxList, Values: hostFields(), Heading: Text{"Settori desiderati", "Sectors wanted", "Secteurs souhaités", "القطاعات المرغوبة"}, Also: []string{"secteur", "secteurs", "domaine", "settore", "sector", "القطاع"}, Hint: several},
		{Key: From, Kind: Day, Heading: Text{"Disponibile dal", "Available from", "Disponible à partir du", "متاح ابتداءً من"}, Also: []string{"disponibilite", "disponibilita", "availability", "تاريخ التوفر"}, Hint: day},
		{Key: Consent, Kind: Choice, Required: true, Values: yesNo(), Heading: Text{"Informativa accettata", "Privacy notice accepted", "Information acceptée", "الموافقة على الإشعار"}, Also: []string{"consentement", "consenso", "consent", "الموافقة"}, Hint: Text{
			FR: "Oui si la personne a lu l'information sur ses données et l'a acceptée.", IT: "Sì se la persona ha letto e accettato l'informativa sui suoi dati.",
			EN: "Yes if the person has read and accepted the notice about their data.", AR: "نعم إذا قرأ الشخص الإشعار حول بياناته وقبله.",
		}},
	}
}

// ColumnOf finds a column by its key.
func ColumnOf(key string) (Column, bool) {
	for _, c := range Columns() {
		if c.Key == key {
			return c, true
		}
	}
	return Column{}, false
}
