package person

// Area is a part of the city or a town beside it, with one point for all who live there. The point is
// rounded to two decimals, about a kilometre, so that it never tells where somebody sleeps.
type Area struct {
	ID, Name string
	Lat, Lon float64
}

// AreaByID finds an area.
func AreaByID(id string) (Area, bool) {
	for _, a := range Areas() {
		if a.ID == id {
			return a, true
		}
	}
	return Area{}, false
}

// Areas lists the neighbourhoods of Milan and the towns that its transport reaches, by name.
func Areas() []Area {
	return []Area{
		{"adriano", "Adriano", 45.52, 9.25},
		{"affori", "Affori", 45.52, 9.17},
		{"baggio", "Baggio", 45.46, 9.09},
		{"bande-nere", "Bande Nere", 45.46, 9.14},
		{"barona", "Barona", 45.43, 9.15},
		{"bicocca", "Bicocca", 45.52, 9.21},
		{"bovisa", "Bovisa", 45.50, 9.16},
		{"brera", "Brera", 45.47, 9.19},
		{"bruzzano", "Bruzzano", 45.53, 9.18},
		{"buenos-aires", "Buenos Aires", 45.48, 9.21},
		{"calvairate", "Calvairate", 45.46, 9.23},
		{"centrale", "Stazione Centrale", 45.49, 9.20},
		{"chiaravalle", "Chiaravalle", 45.42, 9.24},
		{"cimiano", "Cimiano", 45.50, 9.24},
		{"citta-studi", "Città Studi", 45.48, 9.23},
		{"comasina", "Comasina", 45.53, 9.16},
		{"corvetto", "Corvetto", 45.44, 9.22},
		{"crescenzago", "Crescenzago", 45.51, 9.25},
		{"de-angeli", "De Angeli", 45.47, 9.15},
		{"dergano", "Dergano", 45.50, 9.18},
		{"duomo", "Duomo", 45.46, 9.19},
		{"figino", "Figino", 45.49, 9.08},
		{"forlanini", "Forlanini", 45.46, 9.24},
		{"forze-armate", "Forze Armate", 45.46, 9.11},
		{"gallaratese", "Gallaratese", 45.50, 9.11},
		{"garibaldi", "Garibaldi - Repubblica", 45.48, 9.19},
		{"giambellino", "Giambellino", 45.45, 9.14},
		{"gorla", "Gorla", 45.51, 9.22},
		{"gratosoglio", "Gratosoglio", 45.41, 9.17},
		{"greco", "Greco", 45.50, 9.21},
		{"isola", "Isola", 45.49, 9.19},
		{"lambrate", "Lambrate", 45.48, 9.24},
		{"lorenteggio", "Lorenteggio", 45.45, 9.13},
		{"loreto", "Loreto", 45.49, 9.22},
		{"maciachini", "Maciachini", 45.50, 9.19},
		{"muggiano", "Muggiano", 45.45, 9.07},
		{"niguarda", "Niguarda", 45.52, 9.19},
		{"ortica", "Ortica", 45.47, 9.25},
		{"ponte-lambro", "Ponte Lambro", 45.44, 9.26},
		{"porta-romana", "Porta Romana", 45.45, 9.20},
		{"porta-venezia", "Porta Venezia", 45.47, 9.20},
		{"portello", "Portello", 45.49, 9.15},
		{"precotto", "Precotto", 45.51, 9.23},
		{"qt8", "QT8", 45.49, 9.14},
		{"quarto-oggiaro", "Quarto Oggiaro", 45.52, 9.14},
		{"ripamonti", "Ripamonti", 45.44, 9.20},
		{"rogoredo", "Rogoredo", 45.43, 9.24},
		{"san-siro", "San Siro", 45.48, 9.13},
		{"santa-giulia", "Santa Giulia", 45.44, 9.25},
		{"sarpi", "Sarpi", 45.48, 9.17},
		{"sempione", "Sempione", 45.48, 9.17},
		{"stadera", "Stadera", 45.43, 9.17},
		{"ticinese", "Ticinese - Navigli", 45.45, 9.18},
		{"trenno", "Trenno", 45.49, 9.10},
		{"turro", "Turro", 45.50, 9.22},
		{"vigentino", "Vigentino", 45.43, 9.20},
		{"villapizzone", "Villapizzone", 45.50, 9.15},
		{"bresso", "Bresso", 45.54, 9.19},
		{"buccinasco", "Buccinasco", 45.42, 9.11},
		{"cinisello-balsamo", "Cinisello Balsamo", 45.56, 9.22},
		{"cologno-monzese", "Cologno Monzese", 45.53, 9.28},
		{"cormano", "Cormano", 45.54, 9.16},
		{"corsico", "Corsico", 45.43, 9.11},
		{"novate-milanese", "Novate Milanese", 45.53, 9.14},
		{"pero", "Pero", 45.51, 9.09},
		{"rho", "Rho", 45.53, 9.04},
		{"rozzano", "Rozzano", 45.38, 9.16},
		{"san-donato-milanese", "San Donato Milanese", 45.42, 9.27},
		{"segrate", "Segrate", 45.49, 9.30},
		{"sesto-san-giovanni", "Sesto San Giovanni", 45.54, 9.23},
	}
}
