package tape

import "eddy/model"

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

// past reads into h what pastOf wrote.
func (r *columnReader) past(b []byte, h *model.History) error {
	r.rest, r.err = b, nil
	bars := make([]model.Bar, r.count(3+len(barFigures)))
	for i, v := range r.whole(len(bars)) {
		bars[i].OpenTime = model.Millis(v)
	}
	for i, v := range r.whole(len(bars)) {
		bars[i].Interval = model.Interval(v)
	}
	for i, v := range r.whole(len(bars)) {
		bars[i].HasVolume, bars[i].Closed = v&hasVolume != 0, v&isClosed != 0
	}
	for _, field := range barFigures {
		for i, v := range r.figures(len(bars)) {
			*field(&bars[i]) = v
		}
	}
	funding := make([]model.FundingPoint, r.count(3))
	for i, v := range r.whole(len(funding)) {
		funding[i].Time = model.Millis(v)
	}
	for i, v := range r.figures(len(funding)) {
		funding[i].Rate = v
	}
	for i, v := range r.figures(len(funding)) {
		funding[i].IntervalH = v
	}
	interest := make([]model.OpenInterestPoint, r.count(3))
	for i, v := range r.whole(len(interest)) {
		interest[i].Time = model.Millis(v)
	}
	for i, v := range r.figures(len(interest)) {
		interest[i].Coins = v
	}
	for i, v := range r.figures(len(interest)) {
		interest[i].USD = v
	}
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
