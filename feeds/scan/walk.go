package scan

// Sort is what a value is.
type Sort uint8

// The sorts of values. None is the end of the frame or something that is not
// JSON.
const (
	None Sort = iota
	Null
	Bool
	Number
	Text
	Array
	Object
)

// Sort looks at the next value without reading it.
func (r *Reader) Sort() Sort {
	switch c := r.peek(); {
	case c == '"':
		return Text
	case c == '{':
		return Object
	case c == '[':
		return Array
	case c == '-' || c >= '0' && c <= '9':
		return Number
	case c == 't' || c == 'f':
		return Bool
	case c == 'n':
		return Null
	default:
		return None
	}
}

// Object enters the next value if it is an object. If it is not, the value is
// stepped over, counted as refused unless it is null, and the answer is false.
// After true, call Member until it says false.
func (r *Reader) Object() bool { return r.enter('{') }

// Array enters the next value if it is an array, as Object does. After true,
// call Element until it says false.
func (r *Reader) Array() bool { return r.enter('[') }

func (r *Reader) enter(bracket byte) bool {
	if r.peek() != bracket {
		r.skipUnexpected()
		return false
	}
	r.pos++
	r.first = true
	return true
}

// Member moves to the next member of the object that was entered and reads its
// key. The caller then reads or skips the value. It says false, having left the
// object, when there are no more.
func (r *Reader) Member() bool {
	if r.plainMember() {
		return true
	}
	if !r.another('}', "comma or closing brace") {
		return false
	}
	if r.peek() != '"' {
		r.fail("key")
		return false
	}
	r.key = r.quoted()
	if r.peek() != ':' {
		r.fail("colon")
		return false
	}
	r.pos++
	return true
}

// plainMember is Member for the way venues write: no white space, no escapes.
// It says false, having done nothing, when anything is different.
func (r *Reader) plainMember() bool {
	b, i := r.buf, r.pos
	if !r.first {
		if i >= len(b) || b[i] != ',' {
			return false
		}
		i++
	}
	if i >= len(b) || b[i] != '"' {
		return false
	}
	i++
	end := i + 1 // most keys of some venues are one letter
	if end >= len(b) || b[end] != '"' || special[b[i]] {
		end = plainRun(b, i)
	}
	if end+1 >= len(b) || b[end] != '"' || b[end+1] != ':' {
		return false
	}
	r.key, r.pos, r.first = b[i:end], end+2, false
	return true
}

// Key returns the current member's key, valid until the next call of Member.
func (r *Reader) Key() []byte { return r.key }

// Element moves to the next element of the array that was entered, which the
// caller then reads or skips. It says false, having left the array, when there
// are no more.
func (r *Reader) Element() bool { return r.another(']', "comma or closing bracket") }

// another steps over the comma before a further item, or over the bracket that
// ends them.
func (r *Reader) another(closing byte, want string) bool {
	c := r.peek()
	switch {
	case r.first:
		r.first = false
		if c == closing {
			r.pos++
			return false
		}
		return c != 0 || r.missing(want)
	case c == ',':
		r.pos++
		return true
	case c == closing && c != 0:
		r.pos++
		return false
	default:
		return r.missing(want)
	}
}

// missing fails and says no.
func (r *Reader) missing(want string) bool {
	r.fail(want)
	return false
}

// Skip steps over the next value, checking it.
func (r *Reader) Skip() { r.skip(0) }

// Raw steps over the next value, checking it, and returns its bytes, which can
// be read later with another Reader: for envelopes that say what they carry
// behind it.
func (r *Reader) Raw() []byte {
	r.peek()
	start := r.pos
	r.skip(0)
	if r.Failed() {
		return nil
	}
	return r.buf[start:r.pos]
}

func (r *Reader) skip(depth int) {
	switch c := r.peek(); c {
	case '"':
		r.skipQuoted()
	case '{':
		if r.deeper(depth) {
			for r.Object(); r.Member(); {
				r.skip(depth + 1)
			}
		}
	case '[':
		if r.deeper(depth) && !r.skipPlainNumbers() {
			for r.Array(); r.Element(); {
				r.skip(depth + 1)
			}
		}
	case 't':
		r.literal("true")
	case 'f':
		r.literal("false")
	case 'n':
		r.literal("null")
	default:
		r.skipNumber()
	}
}

func (r *Reader) deeper(depth int) bool {
	return depth < MaxDepth || r.missing("shallower value")
}

func (r *Reader) literal(word string) bool {
	end := r.pos + len(word)
	if end > len(r.buf) || string(r.buf[r.pos:end]) != word {
		return r.missing("value")
	}
	r.pos = end
	return true
}

// skipUnexpected steps over a value of a sort the caller did not ask for; null
// is no surprise, it only says that there is none.
func (r *Reader) skipUnexpected() {
	if r.Sort() != Null && !r.Failed() {
		r.refused++
	}
	r.Skip()
}
