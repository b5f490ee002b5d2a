package feedtest

import "eddy/model"

// figure is one of the figures an event may carry.
type figure struct {
	name     string
	field    model.Fields
	of       func(*model.Event) float64
	positive bool
}

var figures = []figure{
	{"last", model.FieldLast, func(ev *model.Event) float64 { return ev.Last }, true},
	{"bid", model.FieldBid, func(ev *model.Event) float64 { return ev.Bid }, true},
	{"ask", model.FieldAsk, func(ev *model.Event) float64 { return ev.Ask }, true},
	{"mark", model.FieldMark, func(ev *model.Event) float64 { return ev.Mark }, true},
	{"index", model.FieldIndex, func(ev *model.Event) float64 { return ev.Index }, true},
	{"funding rate", model.FieldFundingRate, func(ev *model.Event) float64 { return ev.FundingRate }, false},
	{"funding interval", model.FieldFundingInterval, func(ev *model.Event) float64 { return ev.FundingIntervalH }, true},
	{"next funding", model.FieldNextFunding, func(ev *model.Event) float64 { return float64(ev.NextFunding) }, true},
	{"open interest", model.FieldOpenInterest, func(ev *model.Event) float64 { return ev.OpenInterest }, true},
	{"open interest in dollars", model.FieldOpenInterestUSD, func(ev *model.Event) float64 { return ev.OpenInterestUSD }, true},
	{"turnover of 24 hours", model.FieldVolume24hUSD, func(ev *model.Event) float64 { return ev.Volume24hUSD }, true},
	{"change of 24 hours", model.FieldChange24hPct, func(ev *model.Event) float64 { return ev.Change24hPct }, false},
}

// optional are the figures a desk can do without: what they are made of is told
// in other ways.
const optional = model.FieldOpenInterestUSD

// reading is a figure as it was told last, with the venue's stamp on it.
type reading struct {
	value float64
	at    model.Millis
}

// take keeps the figures of an event.
func (c *coin) take(ev *model.Event) {
	c.fresh |= ev.Has
	for _, f := range figures {
		if ev.Has.Has(f.field) {
			c.told[f.field] = reading{f.of(ev), ev.EventTime}
		}
	}
}
