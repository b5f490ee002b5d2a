// Package flow holds the panes of the Flow view: what funding costs by sector,
// coin and venue and when it is settled, where open interest comes in and goes,
// and what moves together.
package flow
