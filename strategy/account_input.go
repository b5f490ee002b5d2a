package strategy

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/model/portfolio"
)

// viewInput shows what the account was worked out from, so that a view can ask
// the margin arithmetic for the same legs at another leverage.
func (e *Engine) viewInput(a *venueAccount) model.AccountInput {
	v := model.AccountInput{Venue: a.venue, Wallet: a.wallet, Stale: a.stale}
	for k, q := range a.legs {
		if a.why[k] != "" && v.Why == "" {
			v.Why = q.Symbol + ": " + a.why[k]
		}
		mark, _, _ := e.markOf(q) // a mark that is not known has told why just above
		v.Legs = append(v.Legs, e.viewLegInput(q, mark))
	}
	return v
}

func (e *Engine) viewLegInput(q *portfolio.Position, mark decimal.Decimal) model.LegInput {
	leg := e.marginLeg(q, mark)
	v := model.LegInput{
		Symbol: leg.Symbol, Side: leg.Side.String(), Mode: leg.Mode.String(),
		Qty: leg.Qty, Entry: leg.Entry, Mark: leg.Mark, Leverage: leg.Leverage,
		Stop: leg.Stop, Index: leg.Index, Beta: leg.Beta, Tick: leg.Tick,
		Funding: leg.Funding.Rate, FundingH: leg.Funding.IntervalH,
	}
	if _, coin := e.legQuote(q); coin != nil {
		v.Asset = coin.asset
	}
	if table, ok := e.tiers.Lookup(q.Venue, q.Symbol); ok {
		v.Tiers, v.TiersFrom = brackets(table), table.Origin.String()
	}
	return v
}

// brackets copies a table out in the form venues tell it.
func brackets(t *tier.Table) []model.Tier {
	out := make([]model.Tier, t.Len())
	for i := range out {
		r := t.Row(i)
		out[i] = model.Tier{Cap: r.Cap, ByContracts: t.Basis == tier.Coins, Rate: r.Rate, Amount: r.Amount, MaxLeverage: r.MaxLeverage}
		if r.Open {
			out[i].Cap = decimal.Zero
		}
	}
	return out
}
