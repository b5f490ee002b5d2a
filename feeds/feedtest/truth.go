package feedtest

import (
	"math"
	"testing"

	"eddy/feeds/bourse"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// truth is the market as the venue is to tell it, in coins and dollars: the
// exchange's own figures before it put them into the venue's words.
type truth struct {
	view *market.View
	coin map[model.Asset]int
	unit map[model.Asset]float64 // coins the exchange counts as one
}

func newTruth(t *testing.T, b *bourse.Bourse, venue model.Venue) truth {
	t.Helper()
	view, ok := b.View(venue)
	if !ok {
		t.Fatalf("%s is not served", venue)
	}
	tr := truth{view: view, coin: make(map[model.Asset]int), unit: make(map[model.Asset]float64)}
	for i, listing := range view.Coins() {
		asset, unit := model.SplitMultiplier(string(listing.Asset))
		tr.coin[asset], tr.unit[asset] = i, unit
	}
	return tr
}

// margin is how far a figure may lie off.
type margin struct{ share, flat float64 }

// holds tells whether got is want within the margin.
func (m margin) holds(got, want float64) bool {
	return math.Abs(got-want) <= m.share*math.Abs(want)+m.flat
}

// Margins. A multiplier or a contract size gone wrong is off tenfold at least;
// what is summed over a day depends on the price it is valued at.
var (
	ofPrices   = margin{share: 0.02}
	ofInterest = margin{share: 0.03}
	ofTurnover = margin{share: 0.3}
	ofChange   = margin{flat: 1}                  // percent points
	ofFunding  = margin{share: 0.05, flat: 2e-6}  // for eight hours
	ofBars     = margin{share: 1e-3}              // prices; rounded to a coarser tick
	ofVolume   = margin{share: 0.02, flat: 1_000} // dollars; rounded to whole contracts
	exactly    = margin{share: 1e-9}
)

// figure returns what a figure was at a moment and how far off it may be told.
// ok is false for what the market does not know.
func (tr truth) figure(asset model.Asset, field model.Fields, at model.Millis) (want float64, m margin, ok bool) {
	unit := tr.unit[asset]
	change := market.Change{Kind: market.MarkMoved, Coin: tr.coin[asset], At: min(at, tr.view.Now())}
	mark, known := tr.view.Mark(change)
	if !known {
		return 0, margin{}, false
	}
	switch field {
	case model.FieldLast, model.FieldBid, model.FieldAsk, model.FieldMark:
		return mark.Mark / unit, ofPrices, true
	case model.FieldIndex:
		return mark.Index / unit, ofPrices, true
	case model.FieldFundingInterval:
		return mark.IntervalH, exactly, mark.HasFunding
	case model.FieldNextFunding:
		return float64(mark.Next), exactly, mark.HasFunding
	case model.FieldOpenInterest, model.FieldOpenInterestUSD:
		return tr.interest(asset, field, mark.Mark)
	default:
		return tr.day(field, change)
	}
}

// funding returns the rate at a moment for eight hours.
func (tr truth) funding(asset model.Asset, at model.Millis) float64 {
	mark, _ := tr.view.Mark(market.Change{Kind: market.MarkMoved, Coin: tr.coin[asset], At: min(at, tr.view.Now())})
	return mark.Rate / mark.IntervalH * 8
}

func (tr truth) interest(asset model.Asset, field model.Fields, price float64) (float64, margin, bool) {
	held, known := tr.view.OpenInterest(tr.coin[asset])
	if field == model.FieldOpenInterestUSD {
		return held.Coins * price, ofInterest, known
	}
	return held.Coins * tr.unit[asset], ofInterest, known
}

func (tr truth) day(field model.Fields, change market.Change) (float64, margin, bool) {
	day, known := tr.view.Day(change)
	switch {
	case !known:
		return 0, margin{}, false
	case field == model.FieldVolume24hUSD:
		return day.Quote, ofTurnover, true
	case field == model.FieldChange24hPct:
		return (day.Last/day.Open - 1) * 100, ofChange, true
	default:
		return 0, margin{}, false
	}
}

// bars returns the closed bars between two moments by when they open.
func (tr truth) bars(asset model.Asset, step model.Interval, from, to model.Millis) map[model.Millis]model.Bar {
	unit := tr.unit[asset]
	bars := make(map[model.Millis]model.Bar)
	for _, b := range tr.view.Bars(market.Span{Coin: tr.coin[asset], Step: step, From: from, To: to, Limit: math.MaxInt}) {
		if !b.Closed {
			continue
		}
		b.Open, b.High, b.Low, b.Close = b.Open/unit, b.High/unit, b.Low/unit, b.Close/unit
		b.Volume *= unit
		bars[b.OpenTime] = b.Bar
	}
	return bars
}

// sameBar tells whether a bar was told as it was.
func sameBar(got, want model.Bar) bool {
	for _, p := range [...][2]float64{{got.Open, want.Open}, {got.High, want.High}, {got.Low, want.Low}, {got.Close, want.Close}} {
		if !ofBars.holds(p[0], p[1]) {
			return false
		}
	}
	volume := !got.HasVolume || ofVolume.holds(got.Volume*want.Close, want.Volume*want.Close)
	return volume && got.Interval == want.Interval
}
