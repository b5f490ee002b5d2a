package theme

import "eddy/tui/grid"

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
	if tint := behind(mix(p.looks[Brand].hex, p.back, flashShare), profile); tint != "" {
		return tint
	}
	return "\x1b[4m"
}
