// Package feeds hears the exchanges. A Venue streams one exchange's events into
// a Sink; the Supervisor runs venues side by side, each in its own failure
// domain; the Handover passes what they say to the strategy engine, newest
// quote first and nothing important lost.
package feeds
