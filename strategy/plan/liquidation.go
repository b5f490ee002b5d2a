package plan

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
)

// liquidation is where a leg is liquidated, worked out once until it changes.
type liquidation struct {
	done    bool
	price   decimal.NullDecimal // not valid: none
	passed  bool
	distPct float64
	why     string // why it is not known
	approx  bool   // the contract's brackets are not known: a usual rate serves
}

// usualRate is the maintenance margin rate where a contract's brackets are not
// known (analytics §10: 1 % by default).
var usualRate = decimal.RequireFromString("0.01")

// liquidate works out where a leg by itself is liquidated, its margin isolated.
// A cross leg shares the free cash and is never nearer than that.
func (m *market) liquidate(l *future) liquidation {
	p := margin.Position{
		Symbol: l.Symbol, Side: margin.Long, Mode: margin.Isolated,
		Qty: l.Qty, Entry: l.Entry, Mark: l.mark, Leverage: l.Leverage,
	}
	if l.Short {
		p.Side = margin.Short
	}
	if l.Stop.IsPositive() {
		p.Stop = decimal.NewNullDecimal(l.Stop)
	}
	out := liquidation{done: true}
	if p.Terms.Table = m.table(contractKey{l.Venue, l.Symbol}); p.Terms.Table == nil {
		p.Terms.Rate, out.approx = decimal.NewNullDecimal(usualRate), true
	}
	report, err := margin.Evaluate(margin.Account{Venue: l.Venue, Wallet: l.margin(), Positions: []margin.Position{p}}, m.embedded)
	if err != nil {
		out.why = err.Error()
		return out
	}
	found := report.Legs[0].Liquidation
	out.price, out.passed = found.Price, found.State == margin.LiqPassed
	if found.DistancePct.Valid {
		out.distPct = found.DistancePct.Decimal.InexactFloat64()
	}
	return out
}

// name is the leg in words.
func (f *future) name() string { return string(f.Asset) + " " + sideWord(f.Short) }

func sideWord(short bool) string {
	if short {
		return "short"
	}
	return "long"
}

func venueWord(v model.Venue) string {
	if v == "" {
		return "spot"
	}
	return string(v)
}
