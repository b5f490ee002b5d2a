package grid

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// reset ends all styling of a line.
const reset = "\x1b[0m"

// Look is how a terminal is written to.
type Look struct {
	Prefix []string        // the escape prefix of each Style; "" is plain text, [0] is ignored
	Fold   func(rune) rune // what stands for a character the terminal cannot show; nil = it shows all
	Cursor string          // the escape behind a style's own that marks the row the reader is on
	Flash  string          // the escape behind a style's own that brings out a changed figure; "" = none is
	Lively []bool          // by Style: whether its figures are brought out when they change
}

// Screen turns sheets into terminal text. It remembers the last sheet: a line
// whose cells did not change is given back as the very same string, which is
// what lets the renderer skip it.
type Screen struct {
	look  Look
	ink   []bool // by Style: it does not show on a blank
	now   Grid
	last  Grid
	lines []string
	buf   []byte
	flash flash
}

// NewScreen returns a Screen for a terminal.
func NewScreen(look Look) *Screen {
	s := &Screen{look: look, ink: make([]bool, len(look.Prefix))}
	for st, prefix := range look.Prefix {
		s.ink[st] = !paintsBlanks(prefix)
	}
	return s
}

// Begin returns a blank sheet of the given size to draw the next frame on.
func (s *Screen) Begin(w, h int) Area {
	s.now, s.last = s.last, s.now
	s.now.Reset(w, h)
	return s.now.Area()
}

// Lines encodes the sheet drawn since Begin, one string a line. The slice is
// the Screen's own until the next Begin.
func (s *Screen) Lines() []string {
	sameShape := s.sameSize() && len(s.lines) == s.now.h
	if !sameShape {
		s.lines = make([]string, s.now.h)
	}
	for y := range s.lines {
		if sameShape && s.sameRow(y) {
			continue
		}
		s.buf = s.appendRow(s.buf[:0], y)
		s.lines[y] = string(s.buf)
	}
	return s.lines
}

// String encodes the sheet as one text with line breaks between the lines.
func (s *Screen) String() string { return strings.Join(s.Lines(), "\n") }

// sameRow tells whether line y equals that of the last frame. Characters of
// several runes are compared by what they are, not by where they are kept.
func (s *Screen) sameRow(y int) bool {
	w := s.now.w
	a, b := s.now.cells[y*w:(y+1)*w], s.last.cells[y*w:(y+1)*w]
	return slices.EqualFunc(a, b, func(p, q cell) bool {
		if p.style != q.style {
			return false
		}
		if p.glyph < 0 && q.glyph < 0 {
			return s.now.clusters[^p.glyph] == s.last.clusters[^q.glyph]
		}
		return p.glyph == q.glyph
	})
}

// appendRow writes line y. Characters that may join with what stands beside them
// (a lone accent, a skin tone, half a flag) are written only if the line keeps
// its width with them; otherwise they are put by question marks.
func (s *Screen) appendRow(dst []byte, y int) []byte {
	row := s.now.cells[y*s.now.w : (y+1)*s.now.w]
	start := len(dst)
	dst, mayJoin := s.encode(dst, row, s.look.Fold)
	if mayJoin && s.look.Fold == nil && ansi.StringWidth(string(dst[start:])) != len(row) {
		dst, _ = s.encode(dst[:start], row, keepSimple)
	}
	return dst
}

// keepSimple folds everything that might join to a question mark.
func keepSimple(r rune) rune {
	if isSimple(r) {
		return r
	}
	return '?'
}

// encode writes cells, folded where fold is not nil, and tells whether any holds
// a character that might join with its neighbour.
func (s *Screen) encode(dst []byte, row []cell, fold func(rune) rune) (_ []byte, mayJoin bool) {
	style := Style(0)
	for _, c := range row {
		if c.style != style && !(c.glyph == ' ' && s.inkOnly(style) && s.inkOnly(c.style)) {
			dst = s.appendStyle(dst, style, c.style)
			style = c.style
		}
		if c.glyph >= ' ' && c.glyph < utf8.RuneSelf {
			dst = append(dst, byte(c.glyph))
			continue
		}
		mayJoin = mayJoin || !isSimple(c.glyph)
		dst = s.appendGlyph(dst, c.glyph, fold)
	}
	return s.appendStyle(dst, style, 0), mayJoin
}

// appendGlyph writes a character beyond ASCII. Where characters are folded every
// cell gets one of its own, the right half of a folded wide character too.
func (s *Screen) appendGlyph(dst []byte, glyph rune, fold func(rune) rune) []byte {
	switch {
	case fold != nil:
		return utf8.AppendRune(dst, fold(glyph))
	case glyph == rightHalf:
		return dst
	case glyph < 0:
		return append(dst, s.now.clusters[^glyph]...)
	default:
		return utf8.AppendRune(dst, glyph)
	}
}

// appendStyle writes what takes the terminal from one style to another. The
// prefixes begin with a reset, so only the way back to plain needs one.
func (s *Screen) appendStyle(dst []byte, from, to Style) []byte {
	was, is := s.sgr(from&^flags), s.sgr(to&^flags)
	if was == is && from&flags == to&flags {
		return dst
	}
	if is == "" {
		is = reset
	}
	dst = append(dst, is...)
	if to&selected != 0 {
		dst = append(dst, s.look.Cursor...)
	}
	if to&lit != 0 {
		dst = append(dst, s.look.Flash...)
	}
	return dst
}

// inkOnly tells whether a style does not show on a blank, so that blanks may be
// written in it instead of their own: every change of style costs up to twenty
// bytes on the wire.
func (s *Screen) inkOnly(st Style) bool {
	return st&flags == 0 && (int(st) >= len(s.ink) || s.ink[st])
}

// paintsBlanks tells whether an escape prefix underlines, reverses or has a
// background. The numbers of a colour of its own, which follow 38, are passed
// over.
func paintsBlanks(prefix string) bool {
	params := strings.Split(strings.TrimSuffix(strings.TrimPrefix(prefix, "\x1b["), "m"), ";")
	for i := 0; i < len(params); i++ {
		switch p := params[i]; {
		case p == "38" && i+1 < len(params) && params[i+1] == "2":
			i += 4
		case p == "38":
			i += 2
		case p == "4" || p == "7" || len(p) == 2 && p[0] == '4' || len(p) == 3:
			return true
		}
	}
	return false
}

func (s *Screen) sgr(st Style) string {
	if st == 0 || int(st) >= len(s.look.Prefix) {
		return ""
	}
	return s.look.Prefix[st]
}

// Lines draws once on a sheet of the given size and returns its plain lines:
// the way tests look at a single pane.
func Lines(w, h int, look Look, draw func(Area)) []string {
	s := NewScreen(look)
	draw(s.Begin(w, h))
	return slices.Clone(s.Lines())
}
