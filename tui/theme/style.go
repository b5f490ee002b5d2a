package theme

import (
	"eddy/model"
	"eddy/tui/grid"
)

// The styles, by meaning. Their order is the order of palette tables.
const (
	Plain  grid.Style = iota
	Muted             // secondary text
	Label             // names of rows
	Header            // column heads and units
	Strong            // the figure that matters

	Border
	BorderFocused
	Title
	TitleFocused
	Number // a pane's digit
	NumberFocused

	Brand
	Key    // a key in a hint
	Hint   // what the key does
	Cursor // behind the row the reader is on
	Caret  // where the next character is typed

	Gain
	Loss
	Flat
	Good
	Warn
	Critical
	Stale
	Unknown

	BarFill
	BarTrack
	BarExcess
	Target
	Axis
	Spark

	BadgeDemo
	BadgeLive
	BadgeReplay
	BadgePaused
	BadgeAlarm

	PhaseACC
	PhaseEXP
	PhaseLATE
	PhaseBEAR
	PhaseUnknown

	LinkLive
	LinkStale
	LinkDown
	LinkBusy
	LinkOff

	leading0 // the four quadrants at four ages each, youngest first
	leading1
	leading2
	leading3
	weakening0
	weakening1
	weakening2
	weakening3
	lagging0
	lagging1
	lagging2
	lagging3
	improving0
	improving1
	improving2
	improving3

	sector0
	sector1
	sector2
	sector3
	sector4
	sector5

	count
)

// Fades is how many ages a quadrant's colour comes in: 0 is the present.
const Fades = 4

// sectorColours is how many sectors get a colour of their own before the
// colours begin again.
const sectorColours = 6

// Quadrant returns the colour of a quarter of the rotation graph at an age
// from 0, the present, to Fades-1.
func Quadrant(q model.Quadrant, age int) grid.Style {
	fade := grid.Style(min(max(age, 0), Fades-1))
	switch q {
	case model.Leading:
		return leading0 + fade
	case model.Weakening:
		return weakening0 + fade
	case model.Lagging:
		return lagging0 + fade
	case model.Improving:
		return improving0 + fade
	default:
		return Muted
	}
}

// Phase returns the colour of a market phase.
func Phase(p model.Phase) grid.Style {
	switch p {
	case model.Accumulation:
		return PhaseACC
	case model.Expansion:
		return PhaseEXP
	case model.Late:
		return PhaseLATE
	case model.Bear:
		return PhaseBEAR
	default:
		return PhaseUnknown
	}
}

// Sector returns the colour of the i-th sector.
func Sector(i int) grid.Style {
	return sector0 + grid.Style(max(i, 0)%sectorColours)
}

// Link returns the colour of a feed's state.
func Link(s model.LinkState) grid.Style {
	switch s {
	case model.LinkLive:
		return LinkLive
	case model.LinkStale:
		return LinkStale
	case model.LinkDown:
		return LinkDown
	case model.LinkConnecting:
		return LinkBusy
	default:
		return LinkOff
	}
}

// Mode returns the colour of the badge that says where the data comes from.
func Mode(m model.Mode) grid.Style {
	switch m {
	case model.ModeLive:
		return BadgeLive
	case model.ModeDemo:
		return BadgeDemo
	default:
		return BadgeReplay
	}
}

// Severity returns the colour of an alert.
func Severity(s model.Severity) grid.Style {
	switch s {
	case model.Critical:
		return Critical
	case model.Warning:
		return Warn
	default:
		return Label
	}
}

// Signed returns the colour of a change.
func Signed(v float64) grid.Style {
	switch {
	case v > 0:
		return Gain
	case v < 0:
		return Loss
	default:
		return Flat
	}
}
