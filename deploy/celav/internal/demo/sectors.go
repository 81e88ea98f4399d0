package demo

// sector is a kind of company: what it is called, which jobs it offers (ISCO-08 unit groups) and when it works.
type sector struct {
	weight int
	kinds  []string // what stands before the invented name
	units  []string
	weeks  []week
}

func sectors() []sector {
	office := []week{fullDays(), fullDays(), shortDays(), mornings()}
	return []sector{
		{14, []string{"Trattoria", "Ristorante", "Osteria", "Pizzeria", "Mensa", "Catering"}, []string{"5120", "9412", "9411", "5131", "5132", "7512", "7513"}, []week{dinners(), lunches(), lunchesAndDinners(), earlyShift(), fullDays()}},
		{5, []string{"Hotel", "Albergo", "Ostello"}, []string{"9112", "4224", "5131", "5132", "5151", "9621"}, []week{earlyShift(), fullDays(), openWeek(), nights()}},
		{4, []string{"Caffè", "Bar", "Gelateria"}, []string{"5132", "5131", "5246", "7513"}, []week{earlyShift(), mornings(), evenings(), openWeek()}},
		{11, []string{"Pulizie", "Multiservizi", "Servizi ambientali"}, []string{"9112", "9111", "9123", "5151", "9613", "9611", "9612", "9122", "8157", "9121", "7544"}, []week{earlyShift(), mornings(), evenings(), shortDays()}},
		{13, []string{"Logistica", "Magazzini", "Trasporti", "Corrieri"}, []string{"9333", "9321", "8344", "4321", "4323", "8322", "8332", "9331", "4412", "9334"}, []week{earlyShift(), fullDays(), evenings(), nights()}},
		{10, []string{"Cooperativa sociale", "Residenza", "Assistenza"}, []string{"5322", "5321", "5329", "3412", "9112", "5153"}, []week{earlyShift(), evenings(), openWeek(), shortDays()}},
		{3, []string{"Nido", "Doposcuola"}, []string{"5311", "5312"}, []week{mornings(), evenings(), shortDays()}},
		{12, []string{"Costruzioni", "Edilizia", "Impianti", "Ristrutturazioni"}, []string{"9313", "7112", "7131", "7122", "7123", "7411", "7126", "7121", "7114", "7115", "8342", "3123", "3112"}, []week{earlyShift(), fullDays()}},
		{10, []string{"Mercato", "Bottega", "Supermercato", "Emporio"}, []string{"5223", "5230", "9334", "5221", "5211", "5246", "7511", "5141"}, []week{openWeek(), mornings(), evenings(), fullDays()}},
		{5, []string{"Sartoria", "Confezioni", "Tessuti", "Pelletteria"}, []string{"7531", "8153", "7533", "7532", "7536", "7543", "7534", "8152", "2163"}, office},
		{6, []string{"Vivai", "Verde", "Giardini", "Cascina"}, []string{"6113", "9214", "9211", "6111", "9212", "6210"}, []week{earlyShift(), fullDays(), mornings()}},
		{8, []string{"Officina", "Meccanica", "Falegnameria", "Manutenzioni"}, []string{"9622", "7231", "7212", "7222", "7223", "7522", "8219", "9329", "7412", "7127", "7234", "8142", "7214", "7213"}, []week{fullDays(), earlyShift()}},
		{7, []string{"Uffici", "Amministrazioni", "Centro servizi"}, []string{"4110", "4120", "4226", "4132", "4222", "4311", "4415", "4416", "5153", "5414", "4229"}, office},
		{5, []string{"Informatica", "Reti", "Dati"}, []string{"3512", "7422", "3513", "2513", "2512", "2511", "2519", "2522", "3514"}, office},
		{7, []string{"Studio", "Consulenze", "Export", "Laboratorio"}, []string{"3331", "3322", "2421", "2431", "2161", "2166", "3432", "3118", "3115", "3113", "3112", "2632", "2411", "2643"}, office},
	}
}

func (d dice) sector() sector {
	all := sectors()
	weights := make([]int, len(all))
	for i, s := range all {
		weights[i] = s.weight
	}
	return all[d.weighted(weights)]
}

// companyNames and streets are made up, so that no real company or address is meant.
func companyNames() []string {
	return []string{
		"Airone Blu", "Alba Quieta", "Ape Operosa", "Arco Storto", "Bambù", "Biglia", "Bottone", "Bussola", "Campo Largo", "Carruba",
		"Cedro", "Ciottolo", "Civetta", "Colibrì", "Corallo", "Dado", "Delta Sei", "Farfalla", "Felce", "Filo Rosso",
		"Foglia", "Ghianda", "Girandola", "Glicine", "Grillo", "Lanterna", "Lumaca", "Mandorlo", "Mezzaluna", "Mirtillo",
		"Mongolfiera", "Nespola", "Nuvola", "Ombrello", "Origami", "Papavero", "Pettirosso", "Pigna", "Quadrifoglio", "Quercia",
		"Riccio", "Rondine", "Rugiada", "Salice", "Sestante", "Sette Ponti", "Tamburo", "Tartaruga", "Timone", "Trottola",
		"Ulivo", "Vela", "Verbena", "Viavai", "Zafferano", "Zenzero",
	}
}

func streets() []string {
	return []string{
		"Via dell'Esempio", "Via della Prova", "Via del Campione", "Piazza Immaginaria", "Viale delle Ipotesi", "Via Inventata",
		"Largo della Finzione", "Via del Modello", "Corso delle Simulazioni", "Via senza Nome",
	}
}
