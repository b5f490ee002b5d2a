package theme

import (
	"strconv"

	"eddy/tui/grid"
)

// lively are the styles whose figures are brought out for a moment when they
// change. Secondary text is not among them: ages and counts change all the time.
var lively = func() (styles [count]bool) {
	for _, st := range [...]grid.Style{Plain, Label, Strong, Gain, Loss, Flat, Good, Warn, Critical} {
		styles[st] = true
	}
	return styles
}()

// flashShare is how much of the accent is in the tint behind a changed figure.
const flashShare = 0.3

// flash returns the escape that brings out a changed figure: a tint behind it
// where there are colours enough, else an underline.
func flash(p *palette, profile Profile) string {
	tint := mix(p.looks[Brand].hex, p.back, flashShare)
	switch profile {
	case TrueColour:
		return "\x1b[48;2;" + strconv.Itoa(int(tint>>16&0xff)) + ";" + strconv.Itoa(int(tint>>8&0xff)) + ";" + strconv.Itoa(int(tint&0xff)) + "m"
	case Colours256:
		return "\x1b[48;5;" + strconv.Itoa(nearest256(tint)) + "m"
	default:
		return "\x1b[4m"
	}
}
