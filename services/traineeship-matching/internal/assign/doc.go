// Package assign places people in openings as well as it can be done: the greatest total score within the seats of each
// opening and the limits of each host, with pairs that somebody fixed or forbade.
//
// It is a flow of least cost, solved by shortest ways, and exact: every result carries prices that prove that no other
// placement is better, and Verify checks that proof without knowing how it came about. Where several placements have the
// best total, one is the answer, whatever the order of the input: whoever waits longest comes first and gets, among those
// placements, the opening with their own best score, then the one published first, then the lesser id.
//
// A plan can be changed one pair at a time; only what the change moves is worked out again.
//
// The package does no I/O.
package assign
