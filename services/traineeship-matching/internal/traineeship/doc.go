// Package traineeship is a traineeship with its terms: papers before the start, a row of terms with an end each, what the
// three parties say before it, and one decision.
//
// What may happen in which state, and who may do it, stands in one table (transitions.go). Pages, the API and the diagram
// in the documentation are made from it. Nothing here does I/O: the moment is an argument.
package traineeship
