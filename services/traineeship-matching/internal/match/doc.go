// Package match decides who and what fit together, and says why.
//
// It has three parts. The gate judges hard constraints, each with an outcome, a reason and the rule behind it. The score
// weighs what speaks for a pair, part by part, with its evidence. The snapshot holds every person and every opening in
// memory, compiled for scanning, and ranks all of them exactly.
//
// Everything is integer arithmetic on facts: the same input gives the same output, in any order and on any machine. A
// part without data drops out and its weight is shared among the rest; completeness falls instead. Nationality, origin,
// religion, health, penal facts, gender and age (save a legal minimum) have no field here.
//
// The package does no I/O.
package match
