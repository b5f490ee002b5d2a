// Package strategy folds what the feeds hear into one immutable snapshot.
//
// Engine is the heart: Apply takes one event, on one goroutine, without
// allocating and at a cost that does not grow with history. Closed bars decide
// and open bars preview (law 3); the same events always give the same
// snapshots (law 4). Run wraps it in the only goroutine the package owns and
// publishes into a Mailbox, ten times a second while somebody waits for the
// next snapshot and else once a second.
//
// What stands on bars lives in two spans, four hours and a day, each with a
// gauge on every level. When a bar closes, each coin is measured by itself, and
// everything else reads what the coins said then; that lets a recording measure
// them ahead, by several at once, and say the same. Over the daily one lie the board (signals that need
// several sectors, funding or open interest), the tides (what moves slowly) and
// the seating (who is a member). At every close their figures fill the named
// inputs, and the playbook's conditions are asked on them; with the open bars
// they are asked again for each snapshot, as a preview.
package strategy
