package demo

// place is a part of Milan or a town beside it: the id that intake knows, and roughly its middle.
type place struct {
	area, municipality string
	lat, lon           float64
	weight             int
}

// The places where people live and companies are.
func places() []place {
	const milan = "Milano"
	return []place{
		{"affori", milan, 45.52, 9.17, 3},
		{"baggio", milan, 45.46, 9.09, 3},
		{"barona", milan, 45.43, 9.15, 3},
		{"bicocca", milan, 45.52, 9.21, 3},
		{"bovisa", milan, 45.50, 9.16, 4},
		{"buenos-aires", milan, 45.48, 9.21, 4},
		{"calvairate", milan, 45.46, 9.23, 2},
		{"centrale", milan, 45.49, 9.20, 5},
		{"cimiano", milan, 45.50, 9.24, 2},
		{"citta-studi", milan, 45.48, 9.23, 3},
		{"corvetto", milan, 45.44, 9.22, 5},
		{"crescenzago", milan, 45.51, 9.25, 3},
		{"dergano", milan, 45.50, 9.18, 3},
		{"duomo", milan, 45.46, 9.19, 5},
		{"gallaratese", milan, 45.50, 9.11, 3},
		{"garibaldi", milan, 45.48, 9.19, 4},
		{"giambellino", milan, 45.45, 9.14, 4},
		{"gratosoglio", milan, 45.41, 9.17, 3},
		{"isola", milan, 45.49, 9.19, 3},
		{"lambrate", milan, 45.48, 9.24, 4},
		{"lorenteggio", milan, 45.45, 9.13, 3},
		{"loreto", milan, 45.49, 9.22, 5},
		{"niguarda", milan, 45.52, 9.19, 3},
		{"ponte-lambro", milan, 45.44, 9.26, 2},
		{"porta-romana", milan, 45.45, 9.20, 3},
		{"quarto-oggiaro", milan, 45.52, 9.14, 4},
		{"rogoredo", milan, 45.43, 9.24, 3},
		{"san-siro", milan, 45.48, 9.13, 4},
		{"sarpi", milan, 45.48, 9.17, 3},
		{"stadera", milan, 45.43, 9.17, 3},
		{"ticinese", milan, 45.45, 9.18, 3},
		{"turro", milan, 45.50, 9.22, 3},
		{"villapizzone", milan, 45.50, 9.15, 2},
		{"cinisello-balsamo", "Cinisello Balsamo", 45.56, 9.22, 2},
		{"cologno-monzese", "Cologno Monzese", 45.53, 9.28, 2},
		{"corsico", "Corsico", 45.43, 9.11, 2},
		{"pero", "Pero", 45.51, 9.09, 1},
		{"rho", "Rho", 45.53, 9.04, 1},
		{"rozzano", "Rozzano", 45.38, 9.16, 1},
		{"san-donato-milanese", "San Donato Milanese", 45.42, 9.27, 1},
		{"segrate", "Segrate", 45.49, 9.30, 1},
		{"sesto-san-giovanni", "Sesto San Giovanni", 45.54, 9.23, 3},
	}
}

func (d dice) place() place {
	all := places()
	weights := make([]int, len(all))
	for i, p := range all {
		weights[i] = p.weight
	}
	return all[d.weighted(weights)]
}
