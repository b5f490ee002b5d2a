package tape

import (
	"encoding/binary"
	"fmt"
	"math"

	"eddy/model"
)

// The figures of the past are most of what a tape begins with, and gob takes a
// while over each of them. They are written in columns: times, then each kind
// of figure by itself.

// pastOf returns the figures of a history in columns.
func pastOf(h *model.History) []byte {
	w := columnWriter{make([]byte, 0, 16*len(h.Bars)+8*len(h.Funding)+8*len(h.OpenInterest)+16)}
	bars, funding, interest := h.Bars, h.Funding, h.OpenInterest
	w.count(len(bars))
	w.whole(len(bars), func(i int) int64 { return int64(bars[i].OpenTime) })
	w.whole(len(bars), func(i int) int64 { return int64(bars[i].Interval) })
	w.whole(len(bars), func(i int) int64 { return flagsOf(&bars[i]) })
	for _, field := range barFigures {
		w.figures(len(bars), func(i int) float64 { return *field(&bars[i]) })
	}
	w.count(len(funding))
	w.whole(len(funding), func(i int) int64 { return int64(funding[i].Time) })
	w.figures(len(funding), func(i int) float64 { return funding[i].Rate })
	w.figures(len(funding), func(i int) float64 { return funding[i].IntervalH })
	w.count(len(interest))
	w.whole(len(interest), func(i int) int64 { return int64(interest[i].Time) })
	w.figures(len(interest), func(i int) float64 { return interest[i].Coins })
	w.figures(len(interest), func(i int) float64 { return interest[i].USD })
	return w.out
}

// readPast reads into h what pastOf wrote.
func readPast(b []byte, h *model.History) error {
	r := columnReader{rest: b}
	bars := make([]model.Bar, r.count(3+len(barFigures)))
	r.whole(len(bars), func(i int, v int64) { bars[i].OpenTime = model.Millis(v) })
	r.whole(len(bars), func(i int, v int64) { bars[i].Interval = model.Interval(v) })
	r.whole(len(bars), func(i int, v int64) { bars[i].HasVolume, bars[i].Closed = v&hasVolume != 0, v&isClosed != 0 })
	for _, field := range barFigures {
		r.figures(len(bars), func(i int, v float64) { *field(&bars[i]) = v })
	}
	funding := make([]model.FundingPoint, r.count(3))
	r.whole(len(funding), func(i int, v int64) { funding[i].Time = model.Millis(v) })
	r.figures(len(funding), func(i int, v float64) { funding[i].Rate = v })
	r.figures(len(funding), func(i int, v float64) { funding[i].IntervalH = v })
	interest := make([]model.OpenInterestPoint, r.count(3))
	r.whole(len(interest), func(i int, v int64) { interest[i].Time = model.Millis(v) })
	r.figures(len(interest), func(i int, v float64) { interest[i].Coins = v })
	r.figures(len(interest), func(i int, v float64) { interest[i].USD = v })
	if r.err != nil {
		return r.err
	}
	h.Bars, h.Funding, h.OpenInterest = orNone(bars), orNone(funding), orNone(interest)
	return nil
}

// orNone returns nil for a list without elements.
func orNone[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// barFigures are the figures of a bar, in the order of their columns.
var barFigures = [...]func(*model.Bar) *float64{
	func(b *model.Bar) *float64 { return &b.Open },
	func(b *model.Bar) *float64 { return &b.High },
	func(b *model.Bar) *float64 { return &b.Low },
	func(b *model.Bar) *float64 { return &b.Close },
	func(b *model.Bar) *float64 { return &b.Volume },
}

// What a bar says with yes or no.
const (
	hasVolume = 1 << iota
	isClosed
)

func flagsOf(b *model.Bar) (flags int64) {
	if b.HasVolume {
		flags |= hasVolume
	}
	if b.Closed {
		flags |= isClosed
	}
	return flags
}

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

// columnReader reads columns. After an error it reads nothing more.
type columnReader struct {
	rest []byte
	err  error
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

func (r *columnReader) whole(n int, to func(int, int64)) {
	v := int64(0)
	for i := range n {
		by, size := binary.Varint(r.rest)
		if size <= 0 {
			r.fail()
			return
		}
		r.rest = r.rest[size:]
		v += by
		to(i, v)
	}
}

func (r *columnReader) figures(n int, to func(int, float64)) {
	if len(r.rest) == 0 {
		r.fail()
		return
	}
	decimals := r.rest[0]
	r.rest = r.rest[1:]
	switch {
	case decimals <= mostDecimals:
		r.whole(n, func(i int, v int64) { to(i, float64(v)/tens[decimals]) })
	case decimals == asTheyAre && len(r.rest) >= 8*n:
		for i := range n {
			to(i, math.Float64frombits(binary.LittleEndian.Uint64(r.rest[8*i:])))
		}
		r.rest = r.rest[8*n:]
	default:
		r.fail()
	}
}
