package margin

import (
	"eddy/model"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// Position is one futures leg. Sizes are in base units, contracts already
// multiplied by their size.
type Position struct {
	Symbol string // as the venue writes it
	Side   Side
	Mode   Mode

	Qty      decimal.Decimal // above zero on both sides
	Entry    decimal.Decimal // average entry price
	Mark     decimal.Decimal // mark price; zero = not known, which Evaluate refuses
	Leverage decimal.Decimal // selected on the venue

	// Margin is what backs an isolated position: put in, plus added, minus
	// removed, minus funding paid from it, without unrealised profit and
	// without a closing fee the venue sets aside. When absent it is Qty*Entry
	// over Leverage.
	Margin decimal.NullDecimal

	Stop  decimal.NullDecimal // stop price, tested against the mark
	Index decimal.NullDecimal // index or oracle price; only Hyperliquid's funding uses it
	Beta  decimal.NullDecimal // to BTC, for the joint move by beta
	Tick  decimal.NullDecimal // the symbol's price step, for rounding

	Terms   Terms
	Funding Funding
}

// Terms replaces the venue's figures for one position alone.
type Terms struct {
	Rate   decimal.NullDecimal // maintenance margin rate; replaces the whole table by this one rate
	Amount decimal.NullDecimal // maintenance amount that goes with Rate; absent = 0
	Fee    decimal.NullDecimal // taker fee rate, in place of the venue's usual one
	Table  *tier.Table         // tiers of this position; Rate goes before it
}

// Account is what one venue holds for the user: a wallet and positions.
type Account struct {
	Venue     model.Venue
	Wallet    decimal.Decimal // balance WITHOUT unrealised profit, isolated margins included
	Positions []Position
}
