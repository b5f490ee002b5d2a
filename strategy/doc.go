// Package strategy folds what the feeds hear into one immutable snapshot.
//
// Engine is the heart: Apply takes one event, on one goroutine, without
// allocating and at a cost that does not grow with history. Closed bars decide
// and open bars preview (law 3); the same events always give the same
// snapshots (law 4). Run wraps it in the only goroutine the package owns and
// publishes at most ten times a second into a Mailbox.
package strategy
