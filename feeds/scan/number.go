package scan

import (
	"math"
	"strconv"
)

// Float reads a number, bare or in quotes, with or without an exponent, to
// exactly the value strconv.ParseFloat gives. It says false for null, for "",
// for text that is not a number and for numbers too large to be finite; but for
// null and "" these are counted as refused.
func (r *Reader) Float() (float64, bool) {
	c := r.peek()
	if c != '"' {
		return r.bareFloat(c)
	}
	if v, end := plainDecimal(r.buf, r.pos+1); end < len(r.buf) && r.buf[end] == '"' {
		r.pos = end + 1
		return v, true
	}
	n := readDecimal(r.buf, r.pos+1)
	if n.end < len(r.buf) && n.end > 0 && r.buf[n.end] == '"' {
		v, ok := n.float(r.buf[r.pos+1 : n.end])
		r.pos = n.end + 1
		return r.judged(v, ok)
	}
	return r.textFloat()
}

// Int reads a whole number, bare or in quotes. A fraction or an exponent is
// fine as long as the value is whole and below 2^53. It says false where Float
// would, and for values that are not whole.
func (r *Reader) Int() (int64, bool) {
	if n, ok := r.plainInt(); ok {
		return n, true
	}
	start := r.pos
	v, ok := r.Float()
	if !ok {
		return 0, false
	}
	if math.Abs(v) >= 1<<53 {
		return r.longInt(r.buf[start:r.pos])
	}
	whole := int64(v)
	if float64(whole) != v {
		r.refused++
		return 0, false
	}
	return whole, true
}

// plainInt is Int for bare digits that fit. It says false, having done nothing,
// when anything is different.
func (r *Reader) plainInt() (int64, bool) {
	n, end := digitRun(r.buf, r.pos, 0)
	count := end - r.pos
	if count == 0 || count > 18 || count > 1 && r.buf[r.pos] == '0' {
		return 0, false
	}
	if end < len(r.buf) && (r.buf[end] == '.' || r.buf[end]|0x20 == 'e') {
		return 0, false
	}
	r.pos = end
	return int64(n), true
}

// longInt reads a whole number that a float64 cannot hold exactly, such as an
// update id.
func (r *Reader) longInt(token []byte) (int64, bool) {
	for len(token) > 0 && !isDigit(token[0]) && token[0] != '-' {
		token = token[1:] // white space, the opening quote
	}
	for len(token) > 0 && !isDigit(token[len(token)-1]) {
		token = token[:len(token)-1]
	}
	n, err := strconv.ParseInt(string(token), 10, 64)
	if err != nil {
		r.refused++
		return 0, false
	}
	return n, true
}

// judged counts a number that cannot be used.
func (r *Reader) judged(v float64, ok bool) (float64, bool) {
	if !ok {
		r.refused++
		return 0, false
	}
	return v, true
}

func (r *Reader) bareFloat(c byte) (float64, bool) {
	if c != '-' && !isDigit(c) {
		r.skipUnexpected()
		return 0, false
	}
	if v, end := plainDecimal(r.buf, r.pos); end < len(r.buf) && endsNumber(r.buf[end]) {
		r.pos = end
		return v, true
	}
	n := readDecimal(r.buf, r.pos)
	if n.end == 0 {
		return 0, r.missing("number")
	}
	v, ok := n.float(r.buf[r.pos:n.end])
	r.pos = n.end
	return r.judged(v, ok)
}

// textFloat reads a string that is not plainly a JSON number: empty, with
// escapes, with a plus sign or zeros in front, or no number at all.
func (r *Reader) textFloat() (float64, bool) {
	text := r.quoted()
	if r.Failed() || len(text) == 0 {
		return 0, false
	}
	if !looseDecimal(text) {
		return r.judged(0, false)
	}
	v, err := strconv.ParseFloat(string(text), 64)
	return r.judged(v, err == nil)
}

// looseDecimal tells whether text is made of what decimal numbers are made of,
// which keeps out the infinities, hexadecimals and underscores strconv knows.
func looseDecimal(text []byte) bool {
	for _, c := range text {
		if !isDigit(c) && c != '.' && c != '-' && c != '+' && c|0x20 != 'e' {
			return false
		}
	}
	return true
}

func (r *Reader) skipNumber() {
	if end := plainNumberEnd(r.buf, r.pos); end > 0 {
		r.pos = end
		return
	}
	n := readDecimal(r.buf, r.pos)
	if n.end == 0 {
		r.fail("value")
		return
	}
	r.pos = n.end
}

// skipPlainNumbers steps over a list of numbers written the way venues write
// them. It says false, having done nothing, when anything is different.
func (r *Reader) skipPlainNumbers() bool {
	for i := r.pos + 1; ; i++ {
		i = plainNumberEnd(r.buf, i)
		if i == 0 || r.buf[i] == '}' {
			return false
		}
		if r.buf[i] == ']' {
			r.pos = i + 1
			return true
		}
	}
}

// plainNumberEnd returns where the number at b[i] ends when it is written
// without an exponent and something follows, 0 when anything is different. A
// number that is not wanted is short enough to be looked at byte by byte.
func plainNumberEnd(b []byte, i int) int {
	if i < len(b) && b[i] == '-' {
		i++
	}
	start := i
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	if i == start || i-start > 1 && b[start] == '0' {
		return 0
	}
	if i < len(b) && b[i] == '.' {
		i++
		point := i
		for i < len(b) && isDigit(b[i]) {
			i++
		}
		if i == point {
			return 0
		}
	}
	if i < len(b) && endsNumber(b[i]) {
		return i
	}
	return 0
}

// endsNumber tells whether c is what stands behind a bare number in a frame.
func endsNumber(c byte) bool { return c == ',' || c == '}' || c == ']' }

func isDigit(c byte) bool { return c-'0' <= 9 }
