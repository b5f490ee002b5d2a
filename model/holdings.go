package model

import "github.com/shopspring/decimal"

// Holdings is what the user owns at one moment, exact to the last digit: what a
// plan begins with. It is an input and no part of any JSON.
type Holdings struct {
	Name    string
	Cash    decimal.Decimal // stablecoins in US dollars, posted margin included (C-22)
	Spot    []SpotHolding
	Futures []FuturesLeg
	Placed  []PlacedCash // the part of Cash whose place is known
}

// PlacedCash is cash that lies at a venue and backs the cross legs there.
type PlacedCash struct {
	Venue  Venue
	Amount decimal.Decimal
}

// SpotHolding is a coin that is held.
type SpotHolding struct {
	Asset     Asset
	Qty       decimal.Decimal
	Cost      decimal.Decimal // US dollars per coin
	CostKnown bool
	Core      bool // never rotated (S2-CONS-1)
}

// FuturesLeg is a position on a linear perpetual.
type FuturesLeg struct {
	Venue    Venue
	Symbol   string
	Asset    Asset // "" where it is not known
	Short    bool
	Cross    bool // it shares its margin with the other cross legs of the venue
	Qty      decimal.Decimal
	Entry    decimal.Decimal
	Leverage decimal.Decimal
	Stop     decimal.Decimal
}

// Margin is what the leg posted when it was opened.
func (l *FuturesLeg) Margin() decimal.Decimal {
	if !l.Leverage.IsPositive() {
		return decimal.Zero
	}
	return l.Qty.Mul(l.Entry).DivRound(l.Leverage, 8)
}

// PlanBasis is what a plan is worked out from beside what a Snapshot shows:
// exact holdings, the contracts' own steps and brackets, and the statistics of
// each coin. It is immutable and no part of any JSON.
type PlanBasis struct {
	Holdings  *Holdings // nil: there is no portfolio; PortfolioView.Why says so
	Coins     []CoinBasis
	Contracts []ContractBasis
	Unpriced  []Unpriced // held, and without a price

	Books     bool           // paper books are kept; without them nothing earlier is known
	Rotations []RotationDone // that the books tell of, oldest first
	Realised  []RealisedGain // by coin, spot alone, in the order of the books
}

// CoinBasis are a coin's statistics of closed bars.
type CoinBasis struct {
	Asset      Asset
	DailySigma Num // standard deviation of a day's return, a fraction
	ATR        Num // daily ATR(14), US dollars
	Beta       Num // to the first benchmark coin
	Turnover30 Num // median turnover of thirty days, US dollars

	// Past is the coin's return of each day, a fraction: the same days for every
	// coin of a PlanBasis, oldest first, NaN where it has none. It is shared.
	Past []float64
}

// ContractBasis is what a venue's list says of a perpetual, turned into coins.
// A figure that is not valid is not known.
type ContractBasis struct {
	Venue       Venue
	Symbol      string
	Asset       Asset
	Trading     bool
	Lot         decimal.NullDecimal // step of the size, in coins
	Tick        decimal.NullDecimal // step of the price, per coin
	MinNotional decimal.NullDecimal // US dollars
	MaxLeverage decimal.NullDecimal
	TakerFee    decimal.NullDecimal // a fraction of the notional

	// Tiers are the margin brackets, the lowest first; where ByContracts is set
	// one contract counts as one coin. Empty: not known.
	Tiers     []Tier
	TiersFrom string
}
