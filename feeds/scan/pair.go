package scan

// PlainPair reads the next value if it is a list of two numbers in quotes,
// written the way venues write the levels of a book. It says false, having done
// nothing, when anything is different: there may be a pair all the same.
func (r *Reader) PlainPair() (first, second float64, ok bool) {
	const open, between, closing = `["`, `","`, `"]`
	b, i := r.buf, r.pos+len(open)
	if i > len(b) || string(b[r.pos:i]) != open {
		return 0, 0, false
	}
	first, i = plainDecimal(b, i)
	if i+len(between) > len(b) || string(b[i:i+len(between)]) != between {
		return 0, 0, false
	}
	second, i = plainDecimal(b, i+len(between))
	if i+len(closing) > len(b) || string(b[i:i+len(closing)]) != closing {
		return 0, 0, false
	}
	r.pos = i + len(closing)
	return first, second, true
}
