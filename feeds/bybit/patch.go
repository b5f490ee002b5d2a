package bybit

import (
	"eddy/feeds/figure"
	"eddy/feeds/scan"
)

// The figures of a ticker that are followed.
const (
	figLast = iota
	figBid
	figAsk
	figMark
	figIndex
	figRate
	figIntervalH
	figNext
	figBoth    // open interest of both sides
	figBothUSD // the same in dollars
	figOne     // open interest of one side, rounded; since 2026-06
	figOneUSD
	figTurnover // of 24 hours, in the quote currency
	figChange   // of 24 hours, a fraction
	figDayAgo   // the price 24 hours ago
	figures     // how many there are
)

// patch is what one frame says of a ticker. Absent, present and empty are three
// things: an absent figure is as before, an empty one does not apply.
type patch struct {
	symbol []byte

	seen  uint32 // the frame has the member
	has   uint32 // with a number in it
	empty uint32 // with nothing in it
	v     [figures]float64
}

// begin makes the patch ready for a frame.
func (f *patch) begin() { f.symbol, f.seen, f.has, f.empty = nil, 0, 0, 0 }

// read reads the object of a ticker.
func (f *patch) read(r *scan.Reader) {
	if !r.Object() {
		return
	}
	for r.Member() {
		f.member(r)
	}
}

// member reads one member, whatever it is.
func (f *patch) member(r *scan.Reader) {
	switch string(r.Key()) {
	case "symbol":
		f.symbol, _ = r.Text() // a missing symbol shows where it is needed
	case "bid1Price":
		f.take(r, figBid)
	case "ask1Price":
		f.take(r, figAsk)
	case "lastPrice":
		f.take(r, figLast)
	case "markPrice":
		f.take(r, figMark)
	case "indexPrice":
		f.take(r, figIndex)
	case "fundingRate":
		f.take(r, figRate)
	case "fundingIntervalHour":
		f.take(r, figIntervalH)
	case "nextFundingTime":
		f.take(r, figNext)
	case "openInterest":
		f.take(r, figBoth)
	case "openInterestValue":
		f.take(r, figBothUSD)
	case "singleOpenInterest":
		f.take(r, figOne)
	case "singleOpenInterestValue":
		f.take(r, figOneUSD)
	case "turnover24h":
		f.take(r, figTurnover)
	case "price24hPcnt":
		f.take(r, figChange)
	case "prevPrice24h":
		f.take(r, figDayAgo)
	default:
		r.Skip()
	}
}

// take reads a figure.
func (f *patch) take(r *scan.Reader, i int) {
	bit := uint32(1) << i
	f.seen |= bit
	refused := r.Refused()
	v, ok := r.Float()
	switch {
	case ok:
		f.v[i] = v
		f.has |= bit
	case r.Refused() == refused:
		f.empty |= bit
	}
}

// figure returns a figure, not ok where the frame has no number for it.
func (f *patch) figure(i int) figure.Number { return figure.Number{V: f.v[i], OK: f.has&(1<<i) != 0} }

// carries tells whether the frame has any of the members.
func (f *patch) carries(any uint32) bool { return f.seen&any != 0 }

// What only a contract's ticker has; spot's has neither, nor bid and ask.
const contractFigures = 1<<figMark | 1<<figIndex | 1<<figRate | 1<<figNext | 1<<figBoth | 1<<figOne | 1<<figBid | 1<<figAsk
