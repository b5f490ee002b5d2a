package margin

import (
	"eddy/model"

	"github.com/shopspring/decimal"
)

// Report is an account evaluated.
type Report struct {
	Venue    model.Venue
	Legs     []Leg // in the order of the account's positions
	Account  Totals
	Cross    Pool     // what the cross legs share
	Warnings []string // in the order of the legs; one line each

	market market
	legs   []leg
	pool   funds
	sums   sums
	joint  []Move
}

// Leg is one position evaluated.
type Leg struct {
	Symbol string
	Side   Side
	Mode   Mode

	Notional      decimal.Decimal     // at the mark
	InitialMargin decimal.Decimal     // asked for at the selected leverage
	Maintenance   decimal.Decimal     // maintenance margin at the mark, by the venue's own definition
	ClosingFee    decimal.Decimal     // tested together with Maintenance where the venue does (OKX, BingX)
	Backing       decimal.NullDecimal // margin of an isolated position; none for a cross one
	UPnL          decimal.Decimal
	Bracket       int                 // at the mark, counted from 1; 0 = a rate given by hand
	MaxLeverage   decimal.NullDecimal // for the size at entry; none when no table says
	Ratio         decimal.NullDecimal // requirement over what backs it, its margin or the pool: liquidated at 1; none once that is gone
	Tiers         string              // where the tiers come from, and their day; "" for a rate given by hand

	// Liquidation is the nearest price at which this symbol alone, every other
	// mark staying, liquidates the position; Opposite is the one on the other
	// side of the mark, which only hedges and tables with jumps have.
	Liquidation Liquidation
	Opposite    Liquidation

	Stop StopCheck

	FundingNext   decimal.NullDecimal // cash flow of the next settlement, above zero when received
	FundingPerDay decimal.NullDecimal
	FundingAPR    decimal.NullDecimal // simple, a fraction of the notional, sign of the rate
}

// Totals are an account's sums over all its positions.
type Totals struct {
	Equity        decimal.Decimal // wallet and unrealised profit
	UPnL          decimal.Decimal
	Notional      decimal.Decimal // gross
	InitialMargin decimal.Decimal
	Maintenance   decimal.Decimal
	ClosingFee    decimal.Decimal

	MarginRatio decimal.NullDecimal // maintenance margin over equity; none when equity is not above zero
	Leverage    decimal.NullDecimal // effective: gross notional over equity (margin §4)
}

// Pool is the wallet the cross positions share, isolated margins set aside. What
// is set aside is the margin itself; a closing fee the venue reserves beside it
// (Bybit, about 0.055 % of the notional) stays in the pool.
type Pool struct {
	Wallet        decimal.Decimal
	Equity        decimal.Decimal // Wallet and the cross positions' unrealised profit
	InitialMargin decimal.Decimal
	Maintenance   decimal.Decimal
	ClosingFee    decimal.Decimal
	Free          decimal.Decimal // Equity less InitialMargin; below zero, nothing can be opened

	// Ratio is what the pool is tested by: maintenance margin and closing fees
	// over equity, liquidated at 1. None when equity is not above zero.
	Ratio decimal.NullDecimal
	// VenueRatio is the same as the venue shows it, and HigherIsSafer its
	// orientation (margin §5).
	VenueRatio    decimal.NullDecimal
	HigherIsSafer bool
	// Liquidated tells that cross positions exist and Equity does not exceed
	// what it is tested against.
	Liquidated bool
}
