package feeds

import (
	"cmp"
	"slices"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// symbol is one of a venue's contracts.
type symbol struct {
	asset model.Asset
	quote *model.QuoteView
}

// symbolOrders are the columns the symbols can be ordered by.
var symbolOrders = []pane.Order[symbol]{
	{Head: "age", Of: symbol.age},
	{Head: "price", Of: symbol.price},
	{Head: "funding bp", Of: func(s symbol) model.Num { return s.quote.FundingRate }},
	{Head: "name", Words: symbol.name},
}

func (s symbol) age() model.Num { return pane.WholeSeconds(s.quote.AgeMs) }
func (s symbol) name() string   { return s.quote.Symbol }

// price is what the venue says the contract is worth: its mark, else the last
// trade.
func (s symbol) price() model.Num {
	if s.quote.Mark.State() != model.NumAbsent {
		return s.quote.Mark
	}
	return s.quote.Last
}

// symbolsOf lists a venue's contracts that pass the filter: the one silent for
// longest first, or as the reader ordered them.
func symbolsOf(in *pane.Input, v model.Venue) []symbol {
	var list []symbol
	for i := range in.Snap.Assets {
		a := &in.Snap.Assets[i]
		for k := range a.Quotes {
			if q := &a.Quotes[k]; q.Venue == v {
				list = append(list, symbol{a.Asset, q})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b symbol) int {
		return cmp.Or(cmp.Compare(b.age().Or(-1), a.age().Or(-1)), strings.Compare(a.name(), b.name()))
	})
	return pane.Pick(in, list, func(s symbol) string { return s.name() + " " + string(s.asset) }, symbolOrders)
}

// Ends of the columns beside the names.
const (
	ageEnd     = 6
	priceEnd   = 18
	fundingEnd = 30
)

// DrawSymbols draws the contracts of a venue with how old each one's word is;
// nil is no venue.
func DrawSymbols(a grid.Area, in pane.Input, v *model.VenueHealth) int {
	if v == nil {
		pane.Say(pane.Frame(a, in, pane.Title{Name: "Symbols"}), in, theme.Muted, "the contracts of the venue under the cursor are told of here")
		return 0
	}
	list := symbolsOf(&in, v.Venue)
	inner := pane.Frame(a, in, pane.Title{Name: "Symbols " + string(v.Venue)})
	if len(list) == 0 && in.Filter == "" {
		pane.Say(inner, in, theme.Muted, noSymbols(v))
		return 0
	}
	names := min(max(inner.W()-fundingEnd-1, 8), 20)
	drawSymbolHead(inner.Row(0), in, names)
	return in.Rows(a, inner, pane.List{
		Top: 1, N: len(list),
		Key:  func(i int) string { return string(list[i].asset) },
		Draw: func(row grid.Area, i int) { drawSymbol(row, in, list[i], names) },
	}).Overflow
}

func noSymbols(v *model.VenueHealth) string {
	if v.LastError != "" && v.State != model.LinkLive {
		return string(v.Venue) + ": " + v.LastError
	}
	return string(v.Venue) + " has told of no contract yet"
}

func drawSymbolHead(row grid.Area, in pane.Input, names int) {
	for i, end := range [...]int{ageEnd, priceEnd, fundingEnd} {
		if names+end <= row.W() {
			in.Head(row, names+end, symbolOrders[i].Head)
		}
	}
}

func drawSymbol(row grid.Area, in pane.Input, s symbol, names int) {
	st := theme.Label
	if s.quote.Stale {
		st = theme.Stale
		row.Set(names+ageEnd, 0, theme.Stale, '~')
	}
	row.TextFit(0, 0, names, st, s.quote.Symbol, in.Theme.Glyphs.Ellipsis)
	row.TextRight(names+ageEnd, 0, st, pane.Age(s.quote.AgeMs))
	if names+priceEnd <= row.W() {
		row.TextRight(names+priceEnd, 0, st, in.Price(s.price()))
	}
	if names+fundingEnd <= row.W() {
		in.Number(row, names+fundingEnd, 0, st, s.quote.FundingRate, pane.Format{Decimals: 2, Signed: true, Scale: 10_000})
	}
}
