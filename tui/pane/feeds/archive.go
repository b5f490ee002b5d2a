package feeds

import (
	"strconv"
	"time"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// archiveName is how the store of the past is called.
const archiveName = "history"

// drawArchive writes how the store of the past is, and how old the newest
// closed bar is that everything stands on.
func drawArchive(line grid.Area, in pane.Input, a *model.Archive) {
	text, style := "kept", theme.Label
	switch a.State {
	case model.ArchiveReadOnly:
		text, style = "read only", theme.Warn
	case model.ArchiveMemory:
		text, style = "not kept", theme.Warn
	}
	if ms, ok := a.AgeMs.Value(); ok {
		text += ", closed bars to " + a.AsOf.Time().Format("01-02 15:04") + ", " + string(pane.AppendAge(nil, time.Duration(ms)*time.Millisecond)) + " ago"
	}
	if a.Corrected > 0 {
		text += ", " + strconv.FormatInt(a.Corrected, 10) + " corrected"
	}
	if a.Holes > 0 {
		text += ", " + strconv.FormatInt(a.Holes, 10) + " missing"
	}
	if a.Why != "" {
		text += ": " + a.Why
	}
	line.TextFit(0, 0, line.W(), style, archiveName+" "+text, in.Theme.Glyphs.Ellipsis)
}
