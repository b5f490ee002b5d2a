package strategy

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/model/portfolio"
)

func contractOf(q *portfolio.Position) contractKey { return contractKey{q.Venue, q.Symbol} }

// tickOf is a contract's price step per coin, none when the list did not tell.
func (e *Engine) tickOf(q *portfolio.Position) decimal.NullDecimal {
	tick, ok := e.book.ticks[contractOf(q)]
	return decimal.NullDecimal{Decimal: tick, Valid: ok && tick.IsPositive()}
}

// takeTerms keeps what a venue's list says about margins: price steps, and the
// brackets it publishes, which go before the embedded ones. Brackets that make
// no ladder are passed over: the ones there were stand.
func (e *Engine) takeTerms(venue model.Venue, list []model.Instrument) {
	for i := range list {
		in := &list[i]
		if in.Tick.IsPositive() {
			tick := in.Tick
			if in.Multiplier > 1 {
				tick = tick.Div(decimal.NewFromFloat(in.Multiplier))
			}
			e.book.ticks[contractKey{venue, in.Symbol}] = tick
		}
		if table := liveTable(venue, in, e.clock); table != nil {
			e.tiers.Set(table)
		}
	}
}

// liveTable turns a contract's brackets into a table; nil when there are none
// or they make no ladder.
func liveTable(venue model.Venue, in *model.Instrument, now model.Millis) *tier.Table {
	if len(in.Tiers) == 0 {
		return nil
	}
	head := tier.Head{Venue: venue, Symbol: in.Symbol, Origin: tier.Origin{Source: string(venue), AsOf: now, Live: true}}
	scale := decimal.NewFromInt(1)
	if in.Tiers[0].ByContracts {
		if in.ContractSize <= 0 {
			return nil
		}
		head.Basis, scale = tier.Coins, decimal.NewFromFloat(in.ContractSize)
	}
	rows := make([]tier.Row, len(in.Tiers))
	for i, t := range in.Tiers {
		rows[i] = tier.Row{
			Cap: t.Cap.Mul(scale), Open: t.Cap.IsZero(), Rate: t.Rate, Amount: t.Amount, MaxLeverage: t.MaxLeverage,
		}
		if i > 0 {
			rows[i].Floor = rows[i-1].Cap
		}
	}
	table, err := tier.New(head, rows)
	if err != nil {
		return nil
	}
	return table
}
