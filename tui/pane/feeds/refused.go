package feeds

import (
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// drawRefusals names the contracts a venue refused on one line, and why the
// first of them.
func drawRefusals(line grid.Area, in pane.Input, v *model.VenueHealth) {
	names := make([]string, len(v.Refused))
	for i, r := range v.Refused {
		names[i] = r.Symbol
	}
	text := strconv.Itoa(len(names)) + " refused: " + strings.Join(names, ", ") + ": " + v.Refused[0].Why
	line.TextFit(4, 0, max(line.W()-4, 0), theme.Warn, text, in.Theme.Glyphs.Ellipsis)
}

// drawRefusal writes which contract was refused, since when and why.
func drawRefusal(line grid.Area, in pane.Input, r *model.Refusal) {
	text := r.Symbol + " refused"
	if r.Since.Known() && in.Snap.Clock > r.Since {
		text += " for " + string(pane.AppendAge(nil, in.Snap.Clock.Sub(r.Since)))
	}
	line.TextFit(4, 0, max(line.W()-4, 0), theme.Warn, text+": "+r.Why, in.Theme.Glyphs.Ellipsis)
}
