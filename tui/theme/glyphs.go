package theme

import (
	"strings"

	"eddy/model"
	"eddy/tui/chart"
)

// Glyphs are the characters the desk draws with. All are one cell wide.
type Glyphs struct {
	Up, Down, Flat rune // direction of a change
	Minus          rune
	Ellipsis       string
	Dot            string // between phrases, with its blanks
	Arrow          string // leads to

	// Corners clockwise from the top left, then the lines between.
	TopLeft, TopRight, BottomRight, BottomLeft rune
	Horizontal, Vertical, Cross                rune

	Eighths [9]rune // a bar's last cell: nothing to full
	Track   rune    // the part of a bar that is not filled
	Thin    [9]rune // Eighths for a bar as thin as a line
	Rail    rune    // the part of a thin bar that is not filled
	Excess  rune    // the part of a bar beyond its target
	Target  rune    // where a bar should end
	Marker  rune    // a value inside a band
	Band    rune    // the band
	Levels  [8]rune // a sparkline's heights, lowest first

	Head       rune // where a sector is now
	ChildHead  rune // where a sub-sector is now
	Developing rune // where the open bar would put it

	Live, Stale, Lost, Connecting, Off rune // states of a feed

	For, Against, Missing rune // evidence
	Yes, No               rune
	Bang, Alarm           rune       // a warning, and worse
	Dots                  chart.Form // what dots are drawn with
	IsASCII               bool       // nothing beyond ASCII can be shown
}

// unicodeGlyphs need a font with line drawing, block elements and braille.
var unicodeGlyphs = Glyphs{
	Up: '▲', Down: '▼', Flat: '·', Minus: '−', Ellipsis: "…", Dot: " · ", Arrow: "→",
	TopLeft: '╭', TopRight: '╮', BottomRight: '╯', BottomLeft: '╰', Horizontal: '─', Vertical: '│', Cross: '┼',
	Eighths: [9]rune{' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'},
	Thin:    [9]rune{' ', '╸', '╸', '╸', '╸', '━', '━', '━', '━'},
	Rail:    '─', Track: '░', Excess: '▒', Target: '┃', Marker: '◆', Band: '━',
	Levels: [8]rune{'▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'},
	Head:   '●', ChildHead: '•', Developing: '○',
	Live: '●', Stale: '◐', Lost: '✕', Connecting: '◌', Off: '○',
	For: '+', Against: '−', Missing: '?', Yes: '✓', No: '✗', Bang: '!', Alarm: '‼',
}

// blockGlyphs are for fonts that have no braille.
var blockGlyphs = func() Glyphs {
	g := unicodeGlyphs
	g.Dots = chart.Blocks
	return g
}()

// asciiGlyphs need nothing.
var asciiGlyphs = Glyphs{
	Up: '^', Down: 'v', Flat: '.', Minus: '-', Ellipsis: "..", Dot: " | ", Arrow: "->",
	TopLeft: '+', TopRight: '+', BottomRight: '+', BottomLeft: '+', Horizontal: '-', Vertical: '|', Cross: '+',
	Eighths: [9]rune{' ', ' ', ' ', '-', '-', '=', '=', '#', '#'},
	Thin:    [9]rune{' ', '-', '-', '-', '=', '=', '=', '=', '='},
	Rail:    '.', Track: '.', Excess: '%', Target: '|', Marker: 'X', Band: '=',
	Levels: [8]rune{'_', '_', '.', '.', '-', '-', '=', '#'},
	Head:   '@', ChildHead: 'o', Developing: 'O',
	Live: '*', Stale: '~', Lost: 'x', Connecting: 'o', Off: '-',
	For: '+', Against: '-', Missing: '?', Yes: 'y', No: 'n', Bang: '!', Alarm: 'X',
	Dots: chart.ASCII, IsASCII: true,
}

// NeedsASCII tells from the environment whether the terminal can only be
// trusted with ASCII: a locale that is set and is not UTF-8, or the Linux
// console, whose font has no braille.
func NeedsASCII(getenv func(string) string) bool {
	if getenv("TERM") == "linux" {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return !strings.Contains(v, "utf-8") && !strings.Contains(v, "utf8")
		}
	}
	return false
}

// Link returns the sign of a feed's state.
func (g *Glyphs) Link(s model.LinkState) rune {
	switch s {
	case model.LinkLive:
		return g.Live
	case model.LinkStale:
		return g.Stale
	case model.LinkDown:
		return g.Lost
	case model.LinkConnecting:
		return g.Connecting
	default:
		return g.Off
	}
}
