// Package fairness counts who got which chances in a quarter: proposals, interviews and starts by team, by area and by
// how long people have waited. Nothing that is sensitive enters it.
//
// What few people share is not shown: a number below the least that may be shown is hidden, and beside it as many others
// that it cannot be worked out from the total either.
package fairness
