package pane

import (
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/theme"
)

// Say writes a sentence into the middle of an area, broken at blanks: how a
// pane speaks that has nothing else to show.
func Say(a grid.Area, in Input, st grid.Style, text string) {
	if a.Empty() {
		return
	}
	lines := Wrap(text, min(a.W(), 56))
	if len(lines) > a.H() {
		lines = lines[:a.H()]
	}
	y := (a.H() - len(lines)) / 2
	for i, l := range lines {
		a.TextFit((a.W()-min(grid.Width(l), a.W()))/2, y+i, a.W(), st, l, in.Theme.Glyphs.Ellipsis)
	}
}

// Wait says what the desk waits for, with how far it is where that is known.
func Wait(a grid.Area, in Input, otherwise string) {
	for i := range in.Snap.Backfill {
		p := &in.Snap.Backfill[i]
		if p.Complete() || p.Total <= 0 || a.H() < 4 || a.W() < 16 {
			continue
		}
		w, y := min(a.W()-4, 32), a.H()/2
		Say(a.Sub(0, y-2, a.W(), 2), in, theme.Muted, Waiting(in.Snap, otherwise))
		chart.Bar(a.Sub((a.W()-w)/2, y, w, 1), float64(p.Done)/float64(p.Total), in.Thin(theme.BarFill))
		return
	}
	Say(a, in, theme.Muted, Waiting(in.Snap, otherwise))
}

// Wrap breaks text at blanks into lines of at most w cells. A word that is
// longer is cut.
func Wrap(text string, w int) []string {
	if w <= 0 {
		return nil
	}
	var lines []string
	line, used := make([]byte, 0, len(text)), 0
	end := func() {
		if len(line) > 0 {
			lines, line, used = append(lines, string(line)), line[:0], 0
		}
	}
	for word := range strings.FieldsSeq(text) {
		for grid.Width(word) > w {
			head := grid.Cut(word, w)
			if head == "" {
				break
			}
			end()
			lines, word = append(lines, head), word[len(head):]
		}
		n := grid.Width(word)
		if len(line) > 0 && used+1+n > w {
			end()
		}
		if len(line) > 0 {
			line, used = append(line, ' '), used+1
		}
		line, used = append(line, word...), used+n
	}
	end()
	return lines
}

// Waiting tells what the desk waits for before a pane can show anything: the
// history that is loading, the venue that cannot be reached, or, when the feeds
// are well, what the pane itself lacks.
func Waiting(s *model.Snapshot, otherwise string) string {
	for _, p := range s.Backfill {
		if !p.Complete() {
			return "loading " + p.What + ", " + strconv.Itoa(p.Done) + " of " + strconv.Itoa(p.Total)
		}
	}
	if word := troubledVenue(s); word != "" {
		return word
	}
	return otherwise
}

// troubledVenue says why no venue delivers, or nothing when one does.
func troubledVenue(s *model.Snapshot) string {
	word := "waiting for the first data"
	for i := range s.Venues {
		v := &s.Venues[i]
		switch {
		case v.State == model.LinkLive:
			return ""
		case v.LastError != "":
			return "waiting for " + string(v.Venue) + ": " + v.LastError
		case v.State != model.LinkOff:
			word = "connecting to " + string(v.Venue)
		}
	}
	return word
}

// Note writes a quiet remark on one line, cut to fit.
func Note(a grid.Area, in Input, y int, text string) {
	a.TextFit(0, y, a.W(), theme.Muted, text, in.Theme.Glyphs.Ellipsis)
}

// PhaseWaits says what an unknown phase waits for, as a sentence: the engine
// gives it either as a verb ("needs 42 more daily bars") or as a state.
func PhaseWaits(s *model.Snapshot) string {
	if strings.HasPrefix(s.Phase.Why, "needs ") {
		return "the phase " + s.Phase.Why
	}
	return "the phase is unknown: " + s.Phase.Why
}
