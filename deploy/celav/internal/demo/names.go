package demo

import (
	"strings"

	"github.com/celav/celav/pkg/contract/intake"
)

// origin is a country that people come from, with ordinary names of its bearers and the tongues they grow up with.
type origin struct {
	weight int
	union  bool // a citizen of the Union
	tongue string
	other  []string // languages often spoken beside it
	first  []string
	family []string
}

// The origins, about as they meet at the desk.
func origins() []origin {
	return []origin{
		{30, true, "it", []string{"en"}, []string{"Alessia", "Bruno", "Carla", "Davide", "Elisa", "Fabio", "Giada", "Ivan", "Laura", "Mirko", "Nadia", "Paolo", "Rita", "Sandro", "Teresa"}, []string{"Bassi", "Cattaneo", "Donati", "Ferri", "Gallo", "Locatelli", "Marino", "Negri", "Palumbo", "Riva", "Sala", "Testa", "Villa", "Zanetti"}},
		{9, false, "ar", []string{"en", "it"}, []string{"Amr", "Dalia", "Hany", "Karim", "Mariam", "Mina", "Nour", "Sherif", "Yasmin", "Youssef"}, []string{"Abdelaziz", "Fahmy", "Gaber", "Hamdy", "Mansour", "Nassar", "Ramzy", "Shawky", "Tawfik"}},
		{8, false, "ar", []string{"fr"}, []string{"Abdelhak", "Amina", "Fatima Zahra", "Hamza", "Imane", "Khalid", "Loubna", "Mehdi", "Salma", "Zakaria"}, []string{"Alaoui", "Benali", "Chraibi", "El Amrani", "Haddad", "Idrissi", "Lahlou", "Naciri", "Tazi"}},
		{4, false, "ar", []string{"fr"}, []string{"Aymen", "Emna", "Hatem", "Ines", "Khalil", "Meriem", "Sami", "Wafa"}, []string{"Ayari", "Ben Salah", "Chebbi", "Jaziri", "Mabrouk", "Trabelsi", "Zouari"}},
		{6, false, "wo", []string{"fr"}, []string{"Aliou", "Aminata", "Cheikh", "Fatou", "Ibrahima", "Khady", "Mamadou", "Ndeye", "Ousmane"}, []string{"Ba", "Diop", "Fall", "Gueye", "Ndiaye", "Sarr", "Seck", "Sow"}},
		{6, false, "en", []string{"yo"}, []string{"Blessing", "Chinedu", "Emeka", "Grace", "Ifeoma", "Joy", "Kehinde", "Osas", "Precious", "Tunde"}, []string{"Adeyemi", "Balogun", "Eze", "Ibrahim", "Nwosu", "Okafor", "Omoruyi", "Osagie"}},
		{5, false, "bm", []string{"fr", "en"}, []string{"Adama", "Awa", "Bakary", "Binta", "Lamin", "Mariama", "Modou", "Sekou"}, []string{"Camara", "Ceesay", "Coulibaly", "Jallow", "Keita", "Sanneh", "Touray", "Traore"}},
		{6, false, "bn", []string{"en"}, []string{"Arif", "Farhana", "Habib", "Jahid", "Nasrin", "Rafiq", "Shirin", "Tania"}, []string{"Ahmed", "Begum", "Chowdhury", "Hossain", "Islam", "Miah", "Rahman", "Sarkar"}},
		{6, false, "ur", []string{"en", "pa"}, []string{"Asma", "Bilal", "Farooq", "Hina", "Imran", "Nadeem", "Sana", "Usman"}, []string{"Akhtar", "Butt", "Iqbal", "Javed", "Malik", "Mirza", "Qureshi", "Shah"}},
		{7, false, "uk", []string{"ru", "en"}, []string{"Andrii", "Halyna", "Iryna", "Mykola", "Nataliia", "Oksana", "Oleh", "Svitlana", "Taras"}, []string{"Bondar", "Hrytsenko", "Koval", "Lysenko", "Marchuk", "Petrenko", "Savchuk", "Tkachenko"}},
		{5, false, "es", nil, []string{"Carmen", "Edwin", "Flor", "Jhon", "Luz", "Marisol", "Raul", "Rosa", "Wilmer"}, []string{"Chavez", "Flores", "Huaman", "Mendoza", "Quispe", "Rojas", "Salazar", "Vargas"}},
		{4, false, "tl", []string{"en"}, []string{"Arlene", "Benigno", "Cristina", "Danilo", "Jocelyn", "Marites", "Rodel", "Teresita"}, []string{"Bautista", "Cruz", "Dizon", "Garcia", "Mendoza", "Ramos", "Reyes", "Santos"}},
		{5, true, "ro", []string{"en"}, []string{"Adrian", "Camelia", "Dorina", "Florin", "Gabriela", "Ionut", "Mihaela", "Vasile"}, []string{"Barbu", "Ciobanu", "Dumitru", "Ionescu", "Munteanu", "Popa", "Stan", "Vlad"}},
		{4, false, "sq", []string{"en", "it"}, []string{"Ardit", "Besa", "Dritan", "Elona", "Klodian", "Mirela", "Valbona", "Ylli"}, []string{"Berisha", "Dervishi", "Gjoka", "Hoxha", "Krasniqi", "Leka", "Shehu"}},
		{4, false, "ti", []string{"am", "en"}, []string{"Abeba", "Dawit", "Feven", "Hagos", "Kidane", "Mehret", "Selam", "Yonas"}, []string{"Asfaw", "Berhane", "Ghebre", "Habte", "Mebrahtu", "Tesfay", "Woldu"}},
		{4, false, "fa", []string{"ps", "en"}, []string{"Ahmad", "Farid", "Laila", "Mahdi", "Nazanin", "Reza", "Shabnam", "Zahra"}, []string{"Ahmadi", "Haidari", "Karimi", "Mohammadi", "Nazari", "Rahimi", "Sadat"}},
		{3, false, "ar", []string{"en"}, []string{"Bassel", "Hala", "Jamil", "Lina", "Nizar", "Rasha", "Tarek"}, []string{"Al Halabi", "Darwish", "Kassab", "Khoury", "Sabbagh", "Qabbani"}},
		{3, false, "zh", nil, []string{"Fang", "Hui", "Jie", "Lan", "Min", "Wei", "Xin", "Yan"}, []string{"Chen", "Hu", "Lin", "Wang", "Xu", "Zhang", "Zhou"}},
	}
}

func (d dice) origin() origin {
	all := origins()
	weights := make([]int, len(all))
	for i, o := range all {
		weights[i] = o.weight
	}
	return all[d.weighted(weights)]
}

// originOf draws a person's origin. The first person speaks Arabic, so that the pages can be tried in it.
func (d dice) originOf(n int) origin {
	from := d.origin()
	if n == 0 {
		return origins()[2]
	}
	return from
}

// mark follows every invented name.
const mark = " (demo)"

func (d dice) name(o origin) string { return pick(d, o.first) + " " + pick(d, o.family) }

// roster gives people names that nobody before them has, as long as the names of their origin last.
type roster struct{ taken map[string]bool }

// own renames p when somebody before has the drawn name. Who is on file twice keeps the name of the other file.
func (r *roster) own(o Options, n int, p *intake.BatchPerson, before []intake.BatchPerson) {
	if cameTwice(n) {
		p.Name, p.Contact = before[n-1].Name, before[n-1].Contact
		return
	}
	from := roll(o.Seed, "person", n).originOf(n)
	all := len(from.first) * len(from.family)
	drawn, name := n%all, p.Name
	for i := 0; i < all && r.taken[name]; i++ {
		at := (drawn + i) % all
		name = from.first[at%len(from.first)] + " " + from.family[at/len(from.first)] + mark
	}
	if name != p.Name && p.Contact.Channel == intake.Email {
		p.Contact.Value = address(strings.TrimSuffix(name, mark), n)
	}
	p.Name = name
	r.taken[name] = true
}
