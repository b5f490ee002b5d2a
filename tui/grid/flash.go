package grid

import "unicode"

// lit is the bit of a Style that brings out a figure that has just changed.
const lit Style = 1 << 14

// flags are the bits of a Style that are laid over a colour.
const flags = selected | lit

// flash remembers which figures changed, and when.
type flash struct {
	beat    uint32   // counts the sheets that were compared
	settled uint32   // figures that changed up to this beat stand plainly again
	since   []uint32 // by cell: the beat at which its figure changed, 0 = it did not
	rows    []uint32 // by line: the newest of its cells
}

// Light brings out every figure on the sheet that reads otherwise than on the
// last one, and tells whether any figure is brought out. Call it between drawing
// and Lines when the two sheets show the same things at the same places;
// otherwise call Forget.
func (s *Screen) Light() bool {
	f := &s.flash
	if s.look.Flash == "" || !s.sameSize() {
		s.Forget()
		return false
	}
	if len(f.since) != len(s.now.cells) || len(f.rows) != s.now.h {
		f.since, f.rows = make([]uint32, len(s.now.cells)), make([]uint32, s.now.h)
	}
	f.beat++
	any := false
	for y := range s.now.h {
		if !s.sameText(y) {
			s.compare(y)
		}
		any = s.lightRow(y) || any
	}
	return any
}

// Forget brings out nothing: the sheets cannot be compared.
func (s *Screen) Forget() {
	clear(s.flash.since)
	clear(s.flash.rows)
}

// Beat counts the sheets that were compared so far.
func (s *Screen) Beat() uint32 { return s.flash.beat }

// Settle lets the figures that changed up to a beat stand plainly again, from
// the next sheet on.
func (s *Screen) Settle(beat uint32) {
	s.flash.settled = max(s.flash.settled, min(beat, s.flash.beat))
}

func (s *Screen) sameSize() bool { return s.last.w == s.now.w && s.last.h == s.now.h }

// sameText tells whether line y reads as on the last sheet.
func (s *Screen) sameText(y int) bool {
	w := s.now.w
	a, b := s.now.cells[y*w:(y+1)*w], s.last.cells[y*w:(y+1)*w]
	for i := range a {
		if a[i].glyph != b[i].glyph {
			return false
		}
	}
	return true
}

// compare notes the figures of line y that changed.
func (s *Screen) compare(y int) {
	w := s.now.w
	row, was := s.now.cells[y*w:(y+1)*w], s.last.cells[y*w:(y+1)*w]
	since := s.flash.since[y*w : (y+1)*w]
	for x := 0; x < w; {
		end := s.figure(row, x)
		if end == x {
			since[x] = 0
			x++
			continue
		}
		if differs(row[x:end], was[x:end]) {
			for i := x; i < end; i++ {
				since[i] = s.flash.beat
			}
			s.flash.rows[y] = s.flash.beat
		}
		x = end
	}
}

func differs(a, b []cell) bool {
	for i := range a {
		if a[i].glyph != b[i].glyph {
			return true
		}
	}
	return false
}

// figure returns where the figure that begins at x ends, x when none does. A
// figure is a number in one colour that stands alone or before a percent sign:
// ages and codes run into letters, and are none.
func (s *Screen) figure(row []cell, x int) int {
	if x > 0 && !parts(row[x-1].glyph) || !s.lives(row[x].style) {
		return x
	}
	end, digits := x, 0
	for end < len(row) && inNumber(row[end].glyph) && row[end].style == row[x].style {
		if row[end].glyph >= '0' && row[end].glyph <= '9' {
			digits++
		}
		end++
	}
	if digits == 0 || end < len(row) && !parts(row[end].glyph) && row[end].glyph != '%' {
		return x
	}
	for endsSentence(row[end-1].glyph) {
		end--
	}
	return end
}

// lives tells whether figures of a style are of the kind that moves.
func (s *Screen) lives(st Style) bool {
	st &^= flags
	return int(st) < len(s.look.Lively) && s.look.Lively[st]
}

func inNumber(r rune) bool {
	return r >= '0' && r <= '9' || r == '.' || r == ',' || r == '+' || r == '-' || r == '−'
}

// endsSentence tells whether a character behind a figure belongs to the words.
func endsSentence(r rune) bool { return r == '.' || r == ',' }

// parts tells whether a character keeps two words apart.
func parts(r rune) bool { return r == ' ' || r > 0 && !unicode.IsLetter(r) && !inNumber(r) && r != '/' }

// lightRow puts the flag on what is to be brought out on line y.
func (s *Screen) lightRow(y int) (any bool) {
	if s.flash.rows[y] <= s.flash.settled {
		return false
	}
	w := s.now.w
	row, since := s.now.cells[y*w:(y+1)*w], s.flash.since[y*w:(y+1)*w]
	for x := range row {
		if since[x] > s.flash.settled {
			row[x].style |= lit
			any = true
		}
	}
	return any
}
