package scan

import (
	"encoding/binary"
	"encoding/json"
	"math/bits"
)

// Text reads a string. It says false for null and for every other sort. The
// bytes are those of the frame, or a fresh copy where the string had escapes;
// broken UTF-8 is left as it stands.
func (r *Reader) Text() ([]byte, bool) {
	if r.peek() != '"' {
		r.skipUnexpected()
		return nil, false
	}
	text := r.quoted()
	return text, !r.Failed()
}

// Bool reads true or false. It says ok = false for null and for every other
// sort.
func (r *Reader) Bool() (v, ok bool) {
	switch r.peek() {
	case 't':
		return true, r.literal("true")
	case 'f':
		return false, r.literal("false")
	default:
		r.skipUnexpected()
		return false, false
	}
}

// quoted reads the string that begins at the reader's place.
func (r *Reader) quoted() []byte {
	start := r.pos
	escaped := r.skipQuoted()
	if r.want != "" {
		return nil
	}
	if escaped {
		return unescape(r.buf[start:r.pos])
	}
	return r.buf[start+1 : r.pos-1]
}

// unescape resolves the escapes of a whole, checked string with its quotes.
// Escapes are rare enough in market data to leave them to encoding/json.
func unescape(quoted []byte) []byte {
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return nil // cannot happen: skipQuoted accepts what encoding/json does
	}
	return []byte(s)
}

// skipQuoted steps over a string, checking it, and tells whether it had
// escapes.
func (r *Reader) skipQuoted() (escaped bool) {
	b, i := r.buf, r.pos+1
	for {
		i = plainRun(b, i)
		if i >= len(b) {
			r.pos = len(b)
			r.fail("closing quote")
			return false
		}
		switch b[i] {
		case '"':
			r.pos = i + 1
			return escaped
		case '\\':
			escaped = true
			n := escapeLen(b[i:])
			if n == 0 {
				r.pos = i
				r.fail("escape")
				return false
			}
			i += n
		default:
			r.pos = i
			r.fail("printable character")
			return false
		}
	}
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plainRun returns where the run of characters beginning at i ends: at a quote,
// a backslash, a control character or the end. It looks at eight bytes at a
// time; a subtraction that borrows may mark bytes falsely, but only above a
// byte that is marked rightly, so the lowest mark is exact.
func plainRun(b []byte, i int) int {
	for i+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		marks := ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*0x20)&^w) & highs
		if marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
		i += 8
	}
	for i < len(b) && !special[b[i]] {
		i++
	}
	return i
}

// special marks the bytes that end a run of plain characters.
var special = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = true
	}
	t['"'], t['\\'] = true, true
	return t
}()

// escapeLen returns the length of the escape that b begins with, 0 when it is
// none.
func escapeLen(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) >= 6 && isHex(b[2]) && isHex(b[3]) && isHex(b[4]) && isHex(b[5]) {
			return 6
		}
	}
	return 0
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}
