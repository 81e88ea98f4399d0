package company

// Area is a part of Milan or a town beside it, with one point for all sites in it, rounded to two decimals:
// enough for a commute, and nobody needs to know coordinates.
type Area struct {
	ID, Name, Municipality string
	Lat, Lon               float64
}

// AreaRegion is the region that all areas lie in.
const AreaRegion = "lombardy"

// AreaByID finds an area.
func AreaByID(id string) (Area, bool) {
	for _, a := range Areas() {
		if a.ID == id {
			return a, true
		}
	}
	return Area{}, false
}

// AreaOf finds the area whose point a site has.
func AreaOf(s Site) (Area, bool) {
	for _, a := range Areas() {
		if a.Municipality == s.Municipality && a.Lat == s.Lat && a.Lon == s.Lon {
			return a, true
		}
	}
	return Area{}, false
}

// Areas lists the neighbourhoods of Milan, then the towns that its transport reaches.
func Areas() []Area {
	return []Area{
		{"adriano", "Adriano", "Milano", 45.52, 9.25},
		{"affori", "Affori", "Milano", 45.52, 9.17},
		{"baggio", "Baggio", "Milano", 45.46, 9.09},
		{"bande-nere", "Bande Nere", "Milano", 45.46, 9.14},
		{"barona", "Barona", "Milano", 45.43, 9.15},
		{"bicocca", "Bicocca", "Milano", 45.52, 9.21},
		{"bovisa", "Bovisa", "Milano", 45.50, 9.16},
		{"brera", "Brera", "Milano", 45.47, 9.19},
		{"bruzzano", "Bruzzano", "Milano", 45.53, 9.18},
		{"buenos-aires", "Buenos Aires", "Milano", 45.48, 9.21},
		{"calvairate", "Calvairate", "Milano", 45.46, 9.23},
		{"centrale", "Stazione Centrale", "Milano", 45.49, 9.20},
		{"chiaravalle", "Chiaravalle", "Milano", 45.42, 9.24},
		{"cimiano", "Cimiano", "Milano", 45.50, 9.24},
		{"citta-studi", "Città Studi", "Milano", 45.48, 9.23},
		{"comasina", "Comasina", "Milano", 45.53, 9.16},
		{"corvetto", "Corvetto", "Milano", 45.44, 9.22},
		{"crescenzago", "Crescenzago", "Milano", 45.51, 9.25},
		{"de-angeli", "De Angeli", "Milano", 45.47, 9.15},
		{"dergano", "Dergano", "Milano", 45.50, 9.18},
		{"duomo", "Duomo", "Milano", 45.46, 9.19},
		{"figino", "Figino", "Milano", 45.49, 9.08},
		{"forlanini", "Forlanini", "Milano", 45.46, 9.24},
		{"forze-armate", "Forze Armate", "Milano", 45.46, 9.11},
		{"gallaratese", "Gallaratese", "Milano", 45.50, 9.11},
		{"garibaldi", "Garibaldi - Repubblica", "Milano", 45.48, 9.19},
		{"giambellino", "Giambellino", "Milano", 45.45, 9.14},
		{"gorla", "Gorla", "Milano", 45.51, 9.22},
		{"gratosoglio", "Gratosoglio", "Milano", 45.41, 9.17},
		{"greco", "Greco", "Milano", 45.50, 9.21},
		{"isola", "Isola", "Milano", 45.49, 9.19},
		{"lambrate", "Lambrate", "Milano", 45.48, 9.24},
		{"lorenteggio", "Lorenteggio", "Milano", 45.45, 9.13},
		{"loreto", "Loreto", "Milano", 45.49, 9.22},
		{"maciachini", "Maciachini", "Milano", 45.50, 9.19},
		{"muggiano", "Muggiano", "Milano", 45.45, 9.07},
		{"niguarda", "Niguarda", "Milano", 45.52, 9.19},
		{"ortica", "Ortica", "Milano", 45.47, 9.25},
		{"ponte-lambro", "Ponte Lambro", "Milano", 45.44, 9.26},
		{"porta-romana", "Porta Romana", "Milano", 45.45, 9.20},
		{"porta-venezia", "Porta Venezia", "Milano", 45.47, 9.20},
		{"portello", "Portello", "Milano", 45.49, 9.15},
		{"precotto", "Precotto", "Milano", 45.51, 9.23},
		{"qt8", "QT8", "Milano", 45.49, 9.14},
		{"quarto-oggiaro", "Quarto Oggiaro", "Milano", 45.52, 9.14},
		{"ripamonti", "Ripamonti", "Milano", 45.44, 9.20},
		{"rogoredo", "Rogoredo", "Milano", 45.43, 9.24},
		{"san-siro", "San Siro", "Milano", 45.48, 9.13},
		{"santa-giulia", "Santa Giulia", "Milano", 45.44, 9.25},
		{"sarpi", "Sarpi", "Milano", 45.48, 9.17},
		{"sempione", "Sempione", "Milano", 45.48, 9.17},
		{"stadera", "Stadera", "Milano", 45.43, 9.17},
		{"ticinese", "Ticinese - Navigli", "Milano", 45.45, 9.18},
		{"trenno", "Trenno", "Milano", 45.49, 9.10},
		{"turro", "Turro", "Milano", 45.50, 9.22},
		{"vigentino", "Vigentino", "Milano", 45.43, 9.20},
		{"villapizzone", "Villapizzone", "Milano", 45.50, 9.15},
		{"bresso", "Bresso", "Bresso", 45.54, 9.19},
		{"buccinasco", "Buccinasco", "Buccinasco", 45.42, 9.11},
		{"cinisello-balsamo", "Cinisello Balsamo", "Cinisello Balsamo", 45.56, 9.22},
		{"cologno-monzese", "Cologno Monzese", "Cologno Monzese", 45.53, 9.28},
		{"cormano", "Cormano", "Cormano", 45.54, 9.16},
		{"corsico", "Corsico", "Corsico", 45.43, 9.11},
		{"novate-milanese", "Novate Milanese", "Novate Milanese", 45.53, 9.14},
		{"pero", "Pero", "Pero", 45.51, 9.09},
		{"rho", "Rho", "Rho", 45.53, 9.04},
		{"rozzano", "Rozzano", "Rozzano", 45.38, 9.16},
		{"san-donato-milanese", "San Donato Milanese", "San Donato Milanese", 45.42, 9.27},
		{"segrate", "Segrate", "Segrate", 45.49, 9.30},
		{"sesto-san-giovanni", "Sesto San Giovanni", "Sesto San Giovanni", 45.54, 9.23},
	}
}
