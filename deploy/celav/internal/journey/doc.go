// Package journey holds the tests of the whole suite: journeys in both shapes (all services in one process,
// and four processes behind one origin), the access matrix, the search for leaked personal data, and the
// trace of one match across the services. It has no code of its own.
package journey
