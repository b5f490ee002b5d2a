package model

import "github.com/shopspring/decimal"

// ContractKind says what sort of contract an instrument is.
type ContractKind uint8

// The sorts of contracts. Only linear perpetuals feed the model; dated linear
// contracts are decoded and shown.
const (
	ContractUnknown ContractKind = iota
	ContractPerpetual
	ContractDated
	ContractSpot
	ContractInverse // margined in the coin; refused
)

// Instrument is one contract a venue lists.
type Instrument struct {
	Venue  Venue
	Symbol string // as the venue writes it
	Asset  Asset
	Quote  string // "USDT", "USDC", "USD"
	Kind   ContractKind

	Multiplier   float64 // coins per unit of price: 1000 for 1000PEPE
	ContractSize float64 // coins per contract, Multiplier included; 1 where sizes are in coins, 0 when not known

	Index string // the price index it is marked to, by the venue's name; "" when the list does not tell

	Trading  bool   // accepts trades now
	Delivery Millis // expiry, or the announced delisting of a perpetual; 0 = none

	FundingIntervalH float64 // 0 when the list does not tell

	// Exact steps of the venue, in its own units. Zero when not known.
	Tick        decimal.Decimal
	Lot         decimal.Decimal
	MinNotional decimal.Decimal
	MaxLeverage decimal.Decimal

	TakerFee decimal.NullDecimal // what the list says taking costs, a fraction of the notional; may be zero

	// Tiers are the maintenance margin brackets the venue publishes, lowest
	// first; empty when the list does not tell them.
	Tiers []Tier
}

// Tier is one bracket: positions above the bracket before, up to and including
// Cap.
type Tier struct {
	Cap         decimal.Decimal // US dollars of notional, or contracts where ByContracts is set; zero: no end
	ByContracts bool
	Rate        decimal.Decimal // maintenance margin over the whole notional, a fraction
	Amount      decimal.Decimal // what the venue takes off, US dollars
	MaxLeverage decimal.Decimal
}
