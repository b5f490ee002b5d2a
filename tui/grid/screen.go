package grid

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// reset ends all styling of a line.
const reset = "\x1b[0m"

// Look is how a terminal is written to.
type Look struct {
	Prefix []string        // the escape prefix of each Style; "" is plain text, [0] is ignored
	Fold   func(rune) rune // what stands for a character the terminal cannot show; nil = it shows all
}

// Screen turns sheets into terminal text. It remembers the last sheet: a line
// whose cells did not change is given back as the very same string, which is
// what lets the renderer skip it.
type Screen struct {
	look  Look
	now   Grid
	last  Grid
	lines []string
	buf   []byte
}

// NewScreen returns a Screen for a terminal.
func NewScreen(look Look) *Screen { return &Screen{look: look} }

// Begin returns a blank sheet of the given size to draw the next frame on.
func (s *Screen) Begin(w, h int) Area {
	s.now, s.last = s.last, s.now
	s.now.Reset(w, h)
	return s.now.Area()
}

// Lines encodes the sheet drawn since Begin, one string a line. The slice is
// the Screen's own until the next Begin.
func (s *Screen) Lines() []string {
	sameShape := s.last.w == s.now.w && s.last.h == s.now.h && len(s.lines) == s.now.h
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

func (s *Screen) appendRow(dst []byte, y int) []byte {
	w := s.now.w
	style := Style(0)
	for _, c := range s.now.cells[y*w : (y+1)*w] {
		if c.style != style {
			dst = s.appendStyle(dst, style, c.style)
			style = c.style
		}
		dst = s.appendGlyph(dst, c.glyph)
	}
	return s.appendStyle(dst, style, 0)
}

// appendGlyph writes a cell's character. Where characters are folded every cell
// gets one of its own, the right half of a wide character too.
func (s *Screen) appendGlyph(dst []byte, glyph rune) []byte {
	switch {
	case glyph >= ' ' && glyph < utf8.RuneSelf:
		return append(dst, byte(glyph))
	case s.look.Fold != nil:
		return utf8.AppendRune(dst, s.look.Fold(glyph))
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
	was, is := s.sgr(from), s.sgr(to)
	switch {
	case was == is:
		return dst
	case is == "":
		return append(dst, reset...)
	default:
		return append(dst, is...)
	}
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
