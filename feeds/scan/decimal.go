package scan

import "strconv"

// decimal is a number taken apart: digits times ten to the power of exp.
type decimal struct {
	end    int // where the number ends in the frame; 0: there is none
	digits uint64
	count  int // digits read, zeros in front included; above 19 digits may have overflowed
	exp    int
	neg    bool
}

// plainDecimal reads the number at b[i] when it is written as prices are, up to
// 15 digits with or without a point, for which one division gives the correctly
// rounded value (see float). It returns where the number ends, or an end beyond
// the frame when the number is written in any other way.
func plainDecimal(b []byte, i int) (v float64, end int) {
	elsewhere := len(b)
	neg := i < len(b) && b[i] == '-'
	if neg {
		i++
	}
	start := i
	m, i := digitRun(b, i, 0)
	digits := i - start
	if digits == 0 || digits > 15 || digits > 1 && b[start] == '0' {
		return 0, elsewhere
	}
	v = float64(m)
	if i < len(b) && b[i] == '.' {
		i++
		point := i
		m, i = digitRun(b, i, m)
		fraction := i - point
		if fraction == 0 || digits+fraction > 15 {
			return 0, elsewhere
		}
		v = float64(m) / tens[fraction]
	}
	if neg {
		v = -v
	}
	return v, i
}

// maxExponent is where an exponent stops being added up; strconv decides about
// numbers with one so large.
const maxExponent = 10_000

// readDecimal takes apart the number at b[i], by JSON's grammar: no plus sign,
// no zero in front of another digit, digits on both sides of the point.
func readDecimal(b []byte, i int) (d decimal) {
	if i < len(b) && b[i] == '-' {
		d.neg = true
		i++
	}
	start := i
	m, i := digitRun(b, i, 0)
	d.count = i - start
	if d.count == 0 || d.count > 1 && b[start] == '0' {
		return decimal{}
	}
	if i < len(b) && b[i] == '.' {
		i++
		point := i
		m, i = digitRun(b, i, m)
		if i == point {
			return decimal{}
		}
		d.exp = point - i
		d.count += i - point
	}
	d.digits, d.end = m, i
	if i < len(b) && b[i]|0x20 == 'e' {
		return d.withExponent(b, i+1)
	}
	return d
}

// withExponent adds the exponent whose sign or first digit is at b[i].
func (d decimal) withExponent(b []byte, i int) decimal {
	neg := false
	if i < len(b) && (b[i] == '-' || b[i] == '+') {
		neg = b[i] == '-'
		i++
	}
	start, e := i, 0
	for i < len(b) && isDigit(b[i]) {
		if e < maxExponent {
			e = e*10 + int(b[i]-'0')
		}
		i++
	}
	if i == start {
		return decimal{}
	}
	if neg {
		e = -e
	}
	d.exp += e
	d.end = i
	return d
}

// tens holds the powers of ten a float64 holds exactly.
var tens = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// float returns the number's value, text being its bytes. While the digits and
// the power of ten are both exact as float64, one division or multiplication
// rounds correctly (Clinger, How to read floating point numbers accurately,
// 1990); most longer ones are divided as whole numbers, and strconv does the
// rest. It says false beyond the largest float64.
func (d decimal) float(text []byte) (float64, bool) {
	if d.count > wholeDigits || d.digits > 1<<53 || d.exp < -22 || d.exp > 22 {
		if v, ok := d.longFloat(text); ok {
			return v, true
		}
		v, err := strconv.ParseFloat(string(text), 64)
		return v, err == nil
	}
	v := float64(d.digits)
	if d.exp < 0 {
		v /= tens[-d.exp]
	} else if d.exp > 0 {
		v *= tens[d.exp]
	}
	if d.neg {
		v = -v
	}
	return v, true
}
