package figure

import "eddy/model"

// Turn is how a bar of a stream stands to the newest one before it.
type Turn int

const (
	// Anew means that nothing is known that the bar could follow: it is the
	// first, or too far from the one before for both to be right.
	Anew Turn = iota
	// Late means that a newer bar was told of a moment ago.
	Late
	// Same means that it is the bar before, further on.
	Same
	// Next means that it is newer, so that the bar before is closed.
	Next
)

// How many bars apart two bars that follow one another on a stream may be. One
// further ahead would close a bar that is still open, because of a stamp from
// the future or after an outage; whoever watches for holes has the bar from the
// past then. One further behind is no late frame: the stamp before was wrong,
// and must not silence the stream until its time has come.
const (
	mostAhead  = 24
	mostBehind = 2
)

// TurnOf tells how a bar stands to the one of the same stream that came before.
func TurnOf(before, bar *model.Bar) Turn {
	if !before.OpenTime.Known() {
		return Anew
	}
	switch gap, step := bar.OpenTime.Sub(before.OpenTime), bar.Interval.Duration(); {
	case gap == 0:
		return Same
	case gap > mostAhead*step || gap < -mostBehind*step:
		return Anew
	case gap < 0:
		return Late
	default:
		return Next
	}
}
