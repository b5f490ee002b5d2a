package tui

import (
	"strings"

	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// helpWidth is the help's width where the terminal has it.
const helpWidth = 74

// legend explains the signs, in the words of the glyph set in use.
func legend(in pane.Input) [][2]string {
	g := in.Theme.Glyphs
	one := func(r rune) string { return string(r) }
	return [][2]string{
		{one(g.Up) + " " + one(g.Down), "rose, fell"},
		{"?", "not known; the pane says what it waits for"},
		{"~", "too old to act on"},
		{"n/a", "does not apply"},
		{one(g.Head) + " " + one(g.ChildHead), "a sector now, a sub-sector now"},
		{one(g.Developing), "where the open bar would put it"},
		{one(g.Target), "the target on a bar"},
		{one(g.Live) + " " + one(g.Stale) + " " + one(g.Lost) + " " + one(g.Connecting) + " " + one(g.Off), "feed live, silent, down, connecting, off"},
	}
}

// helpLine is one line of the help: a heading, or a key and what it does.
type helpLine struct{ heading, key, does string }

// helpLines lists the keys by group, then the signs.
func (a *App) helpLines(in pane.Input) []helpLine {
	var lines []helpLine
	heading := func(text string) {
		if len(lines) > 0 {
			lines = append(lines, helpLine{})
		}
		lines = append(lines, helpLine{heading: text})
	}
	group := ""
	for i := range a.commands {
		c := &a.commands[i]
		if c.help == "" {
			continue
		}
		if c.group != group {
			group = c.group
			heading(group)
		}
		key := a.keyName(c.keys.Help().Key)
		if key == "" {
			key = ":" + c.name
		}
		lines = append(lines, helpLine{key: key, does: c.help})
		if c.note != "" {
			lines = append(lines, helpLine{does: c.note})
		}
	}
	heading("signs")
	for _, l := range legend(in) {
		lines = append(lines, helpLine{key: l[0], does: l[1]})
	}
	return lines
}

// drawHelp lays the help over the desk.
func (a *App) drawHelp(body grid.Area, in pane.Input) {
	lines := a.helpLines(in)
	w, h := min(helpWidth, body.W()), min(len(lines)+2, body.H())
	box := body.Sub((body.W()-w)/2, (body.H()-h)/2, w, h)
	box.Clear()
	in.Focused, in.Framed = true, true
	inner := pane.Frame(box, in, pane.Title{Name: "Help", Right: strings.TrimSpace("eddy " + a.version)})
	in.Scroll = a.desk.helpScroll.scroll
	a.desk.helpScroll.overflow = in.Page(box, inner, len(lines), func(row grid.Area, i int) { drawHelpLine(row, in, lines[i]) })
}

func drawHelpLine(line grid.Area, in pane.Input, l helpLine) {
	if l.heading != "" {
		line.TextFit(0, 0, line.W(), theme.Title, l.heading, in.Theme.Glyphs.Ellipsis)
		return
	}
	x := 2
	if l.key != "" {
		line.Text(2, 0, theme.Key, l.key)
		x = 14
	}
	line.TextFit(x, 0, max(line.W()-x, 0), theme.Label, l.does, in.Theme.Glyphs.Ellipsis)
}

// asciiKeys writes the arrow keys without arrows.
var asciiKeys = strings.NewReplacer("↓", "down", "↑", "up", "→", "right", "←", "left")

// keyName returns how a key is written with the glyphs in use.
func (a *App) keyName(shown string) string {
	if !a.theme.Glyphs.IsASCII {
		return shown
	}
	return asciiKeys.Replace(shown)
}
