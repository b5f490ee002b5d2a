// Package feedtest is the suite that every adapter passes: it runs a venue's
// adapter over real sockets against the embedded exchange and holds it to what
// a desk depends on. A test of a venue is a Case and a call of Run.
//
// An hour of the market lasts a minute on the calm desk, where figures are
// compared with the market's own and the venue is put through garbage, silence
// and a restart; half a second on the quick desk, where not one closed hour may
// be missing after cuts, an outage and a reader that stood still; and on the
// third desk the venue refuses every question in the beginning.
//
// Nothing here waits for a length of time: trouble is ordered when the desk is
// ready for it and ends when it was noticed.
package feedtest
