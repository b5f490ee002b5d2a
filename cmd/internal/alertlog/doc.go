// Package alertlog keeps alerts on disk: a file that only grows by whole lines,
// each a JSON object that says how an alert stands, or which channel told of it.
// The last line of an id counts. A kill may tear the last line; it is cut off at
// the next start and nothing else is lost.
//
// One program writes the file at a time. A session beside it reads what is there
// and goes on in memory; what the user marks there it leaves as requests for the
// one that writes. When that one ends it takes over, and finds its own alerts
// among those the other kept.
package alertlog
