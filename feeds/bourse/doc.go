// Package bourse is the embedded exchange: venues that speak their own
// websocket and REST protocols on loopback, over a market that is made up from
// a seed or follows recorded bars, at any speed, with trouble to order.
//
// The market's clock runs Speed times as fast as the wall's. What venues say
// is stamped in market time; how often they say it is counted in wall time, so
// that a fast market stays cheap. Whatever the speed, every closed bar a client
// listens to is sent, in order.
//
// Its parts, from the market to the wire: synthetic and barfile supply bars,
// market turns them into what is known at a moment and what has changed, a
// package for each venue says it in that venue's words, and gate is the door
// with its limits and its faults (package fault). To serve another venue, write
// such a package and add it to the list in venues.go.
package bourse
