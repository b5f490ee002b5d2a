package grid

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width returns how many cells s takes, by the same tables the renderer uses.
func Width(s string) int {
	n := 0
	for len(s) > 0 {
		_, width, size := next(s)
		n += width
		s = s[size:]
	}
	return n
}

// Cut returns the longest start of s that fits into w cells.
func Cut(s string, w int) string {
	at := 0
	for at < len(s) {
		_, width, size := next(s[at:])
		if width > w {
			break
		}
		w -= width
		at += size
	}
	return s[:at]
}

// next takes the first character off s: its rune, or -1 when it is made of
// several, its width in cells and its length in bytes. Controls have no width.
func next(s string) (r rune, width, size int) {
	if c := s[0]; c < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		if c < 0x20 || c == 0x7f {
			return 0, 0, 1
		}
		return rune(c), 1, 1
	}
	r, size = utf8.DecodeRuneInString(s)
	if isDrawing(r) {
		return r, 1, size
	}
	cluster, width := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if cluster == "" {
		return 0, 0, size
	}
	if len(cluster) > size {
		return -1, width, len(cluster)
	}
	if r < 0x20 || r >= 0x7f && r < 0xa0 || r == utf8.RuneError {
		return 0, 0, size
	}
	return r, min(width, 2), size
}

// isSimple tells the characters that take one cell each and never join with a
// neighbour: Latin, punctuation, arrows, mathematics, and what eddy draws with.
func isSimple(r rune) bool {
	switch {
	case r >= ' ' && r < 0x300, r >= 0x2010 && r <= 0x2027, r >= 0x2190 && r <= 0x22ff, r >= 0x25a0 && r <= 0x25f7:
		return true
	case r == '\u203c' || r == '\u2713' || r == '\u2715' || r == '\u2717': // ‼ ✓ ✕ ✗
		return true
	default:
		return isDrawing(r)
	}
}

// isDrawing tells the line, block and braille characters eddy itself draws
// with: one cell each, never part of a longer character.
func isDrawing(r rune) bool {
	return r >= 0x2500 && r <= 0x259f || r >= 0x2800 && r <= 0x28ff
}
