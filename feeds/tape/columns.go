package tape

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// columnWriter writes columns. Whole numbers are told as the difference to the
// one before.
type columnWriter struct{ out []byte }

func (w *columnWriter) count(n int) { w.out = binary.AppendUvarint(w.out, uint64(n)) }

func (w *columnWriter) whole(n int, at func(int) int64) {
	before := int64(0)
	for i := range n {
		v := at(i)
		w.out = binary.AppendVarint(w.out, v-before)
		before = v
	}
}

// mostDecimals is how many decimals are looked for: ten to their number is a
// float64 without a rounding.
const mostDecimals = 12

// asTheyAre stands for the number of decimals where the bits of the figures
// follow instead.
const asTheyAre = 255

// figures writes a column of figures: most come from a venue's decimals, and are
// whole numbers that many places further left.
func (w *columnWriter) figures(n int, at func(int) float64) {
	decimals, ok := decimalsOf(n, at)
	if !ok {
		w.out = append(w.out, asTheyAre)
		for i := range n {
			w.out = binary.LittleEndian.AppendUint64(w.out, math.Float64bits(at(i)))
		}
		return
	}
	w.out = append(w.out, byte(decimals))
	w.whole(n, func(i int) int64 { return shifted(at(i), tens[decimals]) })
}

// decimalsOf returns with how many decimals a column can be written and be the
// same in every bit when it is read.
func decimalsOf(n int, at func(int) float64) (decimals int, ok bool) {
	for i := 0; i < n; {
		v := at(i)
		if math.Abs(v) <= maxWhole/tens[decimals] && same64(float64(shifted(v, tens[decimals]))/tens[decimals], v) {
			i++
			continue
		}
		if decimals++; decimals > mostDecimals {
			return 0, false
		}
		i = 0
	}
	return decimals, true
}

// maxWhole is the largest number up to which every whole one is a float64.
const maxWhole = 1 << 53

// tens are the powers of ten.
var tens = [mostDecimals + 1]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12}

func shifted(v, by float64) int64 { return int64(math.Round(v * by)) }

// same64 tells whether two figures are the same in every bit.
func same64(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

// columnReader reads columns. After an error it reads nothing more, and columns
// without rows. A column is valid until the next one is read.
type columnReader struct {
	rest []byte
	err  error

	wholes []int64
	reals  []float64
}

var errColumns = fmt.Errorf("%w: the figures of the past cannot be read", ErrDamaged)

func (r *columnReader) fail() { r.rest, r.err = nil, errColumns }

// count reads how many rows follow; each takes a byte at least of each column.
func (r *columnReader) count(columns int) int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > uint64(len(r.rest)/columns) {
		r.fail()
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// whole reads a column of whole numbers.
func (r *columnReader) whole(n int) []int64 {
	r.wholes = slices.Grow(r.wholes[:0], n)[:n]
	rest, v := r.rest, int64(0)
	for i := range r.wholes {
		by, size := binary.Varint(rest)
		if size <= 0 {
			r.fail()
			return nil
		}
		rest = rest[size:]
		v += by
		r.wholes[i] = v
	}
	r.rest = rest
	return r.wholes
}

// figures reads a column of figures.
func (r *columnReader) figures(n int) []float64 {
	if len(r.rest) == 0 {
		r.fail()
		return nil
	}
	decimals := r.rest[0]
	r.rest = r.rest[1:]
	r.reals = slices.Grow(r.reals[:0], n)[:n]
	switch {
	case decimals <= mostDecimals:
		whole, ten := r.whole(n), tens[decimals]
		for i, v := range whole {
			r.reals[i] = float64(v) / ten
		}
		return r.reals[:len(whole)]
	case decimals == asTheyAre && len(r.rest) >= 8*n:
		for i := range r.reals {
			r.reals[i] = math.Float64frombits(binary.LittleEndian.Uint64(r.rest[8*i:]))
		}
		r.rest = r.rest[8*n:]
		return r.reals
	default:
		r.fail()
		return nil
	}
}
