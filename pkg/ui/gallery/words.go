package main

// words are the sample texts of the gallery: Italian, and Arabic to see the mirrored page.
type words struct {
	title, lead, name, hint, wrong, job, place, text, more string
}

func wordsFor(lang string) words {
	if lang == "ar" {
		return words{
			title: "كل المكونات", lead: "صفحة للنظر والاختبار.", name: "الاسم", hint: "كما هو مكتوب في الوثيقة.",
			wrong: "اكتب الاسم.", job: "مساعد طباخ", place: "ميلانو، لامبراتي", text: "نص قصير يشرح ما الذي يجري هنا ولماذا.", more: "التفاصيل",
		}
	}
	return words{
		title: "Tutti i componenti", lead: "Una pagina per guardare e per provare.", name: "Nome", hint: "Come è scritto sul documento.",
		wrong: "Scrivi il nome.", job: "Aiuto cuoco", place: "Milano, Lambrate", text: "Un testo breve che spiega che cosa succede qui e perché.", more: "Particolari",
	}
}
