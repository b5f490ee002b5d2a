package scan

import "fmt"

// MaxDepth is how deep values may nest inside a value that is skipped. No venue
// nests deeper than seven.
const MaxDepth = 128

// Reader walks one frame. It is a plain value: a copy is a bookmark from which
// the same bytes can be read again, which is how a decoder looks ahead.
type Reader struct {
	buf []byte
	pos int
	key []byte

	first   bool   // an object or array was just entered: no comma is due
	want    string // what was missing at the structural fault; "" while all is well
	failAt  int
	refused int
}

// SyntaxError says where a frame stops being JSON.
type SyntaxError struct {
	Offset int    // bytes from the frame's beginning
	Want   string // what should have stood there
}

// Error tells what was missing, and where.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("no %s at byte %d", e.Want, e.Offset)
}

// Over returns a Reader at the beginning of frame, which must not change while
// it is read.
func Over(frame []byte) Reader { return Reader{buf: frame} }

// Refused returns how many values were of an unexpected sort so far.
func (r *Reader) Refused() int { return r.refused }

// Failed tells whether a structural fault was met.
func (r *Reader) Failed() bool { return r.want != "" }

// End returns the structural fault, a *SyntaxError, or makes sure that nothing
// but white space is left.
func (r *Reader) End() error {
	if r.want == "" {
		if r.space(); r.pos < len(r.buf) {
			r.fail("end of frame")
		}
	}
	if r.want == "" {
		return nil
	}
	return &SyntaxError{Offset: r.failAt, Want: r.want}
}

// fail notes the first structural fault and moves to the end, where nothing
// more can be read.
func (r *Reader) fail(want string) {
	if r.want == "" {
		r.want, r.failAt = want, r.pos
	}
	r.pos = len(r.buf)
	r.first = false
}

// space steps over white space.
func (r *Reader) space() {
	for r.pos < len(r.buf) {
		switch r.buf[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

// peek returns the next byte that is not white space, 0 at the end.
func (r *Reader) peek() byte {
	if r.pos < len(r.buf) && r.buf[r.pos] > ' ' {
		return r.buf[r.pos]
	}
	return r.peekSpaced()
}

func (r *Reader) peekSpaced() byte {
	r.space()
	if r.pos < len(r.buf) {
		return r.buf[r.pos]
	}
	return 0
}
