package model

import "github.com/shopspring/decimal"

// AccountInput is what the futures account of one venue is worked out from,
// exact to the last digit, so that a view can ask what would be if a leg had
// another leverage or another margin mode. It is an input of package
// model/margin in plain figures and no part of any JSON.
type AccountInput struct {
	Venue  Venue
	Wallet decimal.Decimal // without unrealised profit, isolated margins included
	Legs   []LegInput      // in the order of the portfolio; all of the venue's
	Why    string          // what keeps the account from being worked out; "" = nothing
	Stale  string          // why some mark of it is old; "" = none is
}

// LegInput is one futures leg of an AccountInput. A figure that is not valid is
// not known.
type LegInput struct {
	Symbol   string
	Asset    Asset
	Side     string // long or short
	Mode     string // cross or isolated
	Qty      decimal.Decimal
	Entry    decimal.Decimal
	Mark     decimal.Decimal
	Leverage decimal.Decimal

	Stop     decimal.NullDecimal
	Index    decimal.NullDecimal
	Beta     decimal.NullDecimal
	Tick     decimal.NullDecimal
	Funding  decimal.NullDecimal // rate per its own interval, a fraction
	FundingH decimal.NullDecimal // that interval, in hours

	// Tiers are the contract's brackets, the lowest first, and TiersFrom tells
	// where they come from. Where ByContracts is set, one contract is one coin.
	Tiers     []Tier
	TiersFrom string
}
