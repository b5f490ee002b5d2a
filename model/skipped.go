package model

import "github.com/shopspring/decimal"

// Skipped is a leg that was left out of a plan that was committed, with what it
// would have been, so that it can be told later what it would have done.
type Skipped struct {
	Time   Millis          `json:"time"`
	Plan   string          `json:"plan"`
	Action string          `json:"action"`
	Asset  Asset           `json:"asset"`
	Venue  Venue           `json:"venue,omitempty"`
	Symbol string          `json:"symbol,omitempty"`
	Side   string          `json:"side,omitempty"`
	Qty    decimal.Decimal `json:"qty"`
	Price  decimal.Decimal `json:"price"`
	Cost   decimal.Decimal `json:"cost"`
	Title  string          `json:"title"`
}

// Would is what a leg that was left out would have earned by now, at a price and
// less its cost: selling early saves what the price fell since.
func (d *Skipped) Would(price decimal.Decimal) decimal.Decimal {
	gain := d.Qty.Mul(price.Sub(d.Price))
	buys := d.Action == ActBuy || d.Side != "" && (d.Side == "long") == (d.Action == ActOpen)
	if !buys {
		gain = gain.Neg()
	}
	return gain.Sub(d.Cost)
}
