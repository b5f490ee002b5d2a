// Package feedtest is the suite that every adapter passes: it runs a venue's
// adapter over real sockets against the embedded exchange and holds it to what
// a desk depends on. A test of a venue is a Case and a call of Run.
//
// There are seven desks. An hour of the market lasts a minute on the calm one,
// where figures are compared with the market's own and the venue is put through
// garbage and a restart, and on the silent one, where it says nothing for a
// while. It lasts half a second on the quick one, where not one closed hour may
// be missing, or wrong, after cuts, an outage and a reader that stood still. On
// the next the venue refuses every question in the beginning; on the faulty one
// it answers them wrongly in every way; on the last two it bans who asks.
//
// Nothing here waits for a length of time: trouble is ordered when the desk is
// ready for it and ends when it was noticed.
package feedtest
