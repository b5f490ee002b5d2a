package signal

import "eddy/model"

// Flip follows a side that must be held for a number of closes before it
// counts, such as which of two sectors the market leans to (C-40). Zero is no
// side: it confirms nothing, and the side that stands goes on standing.
type Flip struct {
	Closes int // a new side must be held for

	side, pending int
	held          int
	since         model.Millis
	event         bool
	heard         bool
}

// Lean is how a Flip stands.
type Lean struct {
	Side    int // -1, 0 (none yet) or 1
	Since   model.Millis
	Pending int // the side that waits for confirmation
	Held    int // closes it was held for
	Flipped bool
	Known   bool // there was a figure
}

// Push takes the side of the bar that ended at at: its sign counts. The first
// side that is held is where we come in, no flip.
func (f *Flip) Push(at model.Millis, side int, ok bool) {
	f.event = false
	if !ok {
		return
	}
	f.heard = true
	if side == 0 || side == f.side {
		f.pending, f.held = 0, 0
		return
	}
	if side != f.pending {
		f.pending, f.held = side, 0
	}
	if f.held++; f.held < f.Closes {
		return
	}
	f.event = f.side != 0
	f.side, f.since = side, at
	f.pending, f.held = 0, 0
}

// Lean returns how it stands.
func (f *Flip) Lean() Lean {
	return Lean{Side: f.side, Since: f.since, Pending: f.pending, Held: f.held, Flipped: f.event, Known: f.heard}
}

// AppetiteSide says which way crosses and ratio lean together: 1 DeFi-heavy, -1
// Infrastructure-heavy, 0 when they disagree. Shares are of members with the
// fast average above the slow one; ratioSide is the side of the averages of
// DeFi over Infrastructure (S0-SIG-4, C-40: the flip needs both).
func AppetiteSide(defi, infra float64, ratioSide int) int {
	switch {
	case defi > infra && ratioSide > 0:
		return 1
	case defi < infra && ratioSide < 0:
		return -1
	default:
		return 0
	}
}
