package grid

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// inked is a cell as a terminal shows it.
type inked struct {
	glyph rune
	style string // the escapes since the last reset
}

// Patcher turns a line on a terminal into another by writing only the cells that
// differ. The zero value is ready; it is for one goroutine.
type Patcher struct{ was, is []inked }

// keepOn is how many equal cells are written again rather than jumped over: a
// jump and the escape behind it are about as long.
const keepOn = 8

// Append appends what turns line y of the screen, which shows was, into is; both
// are lines of a Screen. Lines it cannot read are written whole.
func (p *Patcher) Append(dst []byte, y int, was, is string) []byte {
	var okWas, okIs bool
	p.was, okWas = ink(p.was[:0], was)
	p.is, okIs = ink(p.is[:0], is)
	if !okWas || !okIs || len(p.was) != len(p.is) {
		return append(appendMove(dst, 0, y), is...)
	}
	for x := 0; x < len(p.is); {
		if p.was[x] == p.is[x] {
			x++
			continue
		}
		end := p.runEnd(x)
		dst = appendRun(appendMove(dst, x, y), p.is[x:end])
		x = end
	}
	return dst
}

// runEnd returns where the cells to write from x on end: before a stretch that
// stays as it is.
func (p *Patcher) runEnd(x int) int {
	end := x + 1
	for i := end; i < len(p.is) && i-end < keepOn; i++ {
		if p.was[i] != p.is[i] {
			end = i + 1
		}
	}
	return end
}

// appendMove appends the escape that moves the cursor to a cell.
func appendMove(dst []byte, x, y int) []byte {
	dst = append(dst, "\x1b["...)
	dst = strconv.AppendInt(dst, int64(y+1), 10)
	dst = append(dst, ';')
	dst = strconv.AppendInt(dst, int64(x+1), 10)
	return append(dst, 'H')
}

// appendRun appends cells, beginning and ending in plain text.
func appendRun(dst []byte, cells []inked) []byte {
	style := ""
	for _, c := range cells {
		if c.style != style {
			if !startsPlain(c.style) {
				dst = append(dst, reset...)
			}
			dst = append(dst, c.style...)
			style = c.style
		}
		dst = utf8.AppendRune(dst, c.glyph)
	}
	if style != "" {
		dst = append(dst, reset...)
	}
	return dst
}

// ink reads the cells of a line; false when it holds a character that does not
// take exactly one cell, or an escape other than of style.
func ink(cells []inked, line string) ([]inked, bool) {
	style, next := "", 0 // in force, and where an escape would be part of it
	for i := 0; i < len(line); {
		if line[i] != '\x1b' {
			r, size := utf8.DecodeRuneInString(line[i:])
			if !isSimple(r) {
				return cells, false
			}
			cells = append(cells, inked{r, style})
			i += size
			continue
		}
		escape := line[i : i+styleLen(line[i:])]
		switch {
		case escape == "" || style != "" && next != i && !startsPlain(escape):
			return cells, false
		case escape == reset:
			style = ""
		case style == "" || startsPlain(escape):
			style = escape
		default:
			style = line[i-len(style) : i+len(escape)]
		}
		i += len(escape)
		next = i
	}
	return cells, true
}

// styleLen is how long the escape of style is that s begins with, 0 when it is
// none.
func styleLen(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// startsPlain tells whether an escape begins with a reset.
func startsPlain(escape string) bool {
	return escape == reset || strings.HasPrefix(escape, "\x1b[0;")
}

// IsLine tells whether a text moves no cursor and erases nothing: it holds
// characters and escapes of style alone.
func IsLine(text string) bool {
	for {
		i := strings.IndexByte(text, '\x1b')
		if i < 0 {
			return true
		}
		n := styleLen(text[i:])
		if n == 0 {
			return false
		}
		text = text[i+n:]
	}
}
