// Package demo invents a city to try CeLav with: people who look for work, companies, openings.
//
// Everything follows from a seed, a day and the taxonomy that is loaded: the same three give the same city, and
// person 17 is the same however many people are asked for. Ids come from the seed alone, so loading again replaces
// what is there and doubles nothing; dates lie around the day on which it is loaded.
//
// Nobody in it exists. Names are ordinary first and family names drawn apart and marked "(demo)", contacts lead
// nowhere, streets are made up. What somebody can do, wants and is allowed is drawn without looking at where their
// name comes from; only papers and mother tongue follow the country, because the rules on papers do.
package demo
