package margin

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// stopShare is how much of the way to liquidation a stop may take: the rest is
// for the gap between trigger and fill (analytics §10).
var stopShare = decimal.New(7, -1)

// warnings says what a reader of the report must know, in the order of the legs
// and then of the account.
func (r *Report) warnings() []string {
	out := r.usualFee(r.origins())
	for i := range r.legs {
		out = r.legWarnings(out, i)
	}
	if r.Cross.Liquidated {
		out = append(out, fmt.Sprintf("cross: equity %s does not exceed the %s it is tested against: liquidated already",
			r.Cross.Equity.Round(8), r.pool.needs().Decimal().Round(8)))
	}
	if r.Cross.Wallet.IsNegative() {
		out = append(out, fmt.Sprintf("wallet: isolated margins exceed it by %s", r.Cross.Wallet.Neg().Round(8)))
	}
	return out
}

// origins names every snapshot the figures rest on, once.
func (r *Report) origins() []string {
	var out []string
	seen := map[string]bool{}
	for i := range r.legs {
		t := r.legs[i].t.source
		if t == nil || t.Origin.Live || r.legs[i].Terms.Table != nil || seen[t.Origin.String()] {
			continue
		}
		seen[t.Origin.String()] = true
		out = append(out, "tiers are a snapshot and may have changed: "+t.Origin.String())
	}
	return out
}

// usualFee says once that a fee was assumed where a position gave none.
func (r *Report) usualFee(out []string) []string {
	fee := r.market.rule.TakerFee
	for i := range r.legs {
		if !r.legs[i].Terms.Fee.Valid && !fee.IsZero() {
			return append(out, fmt.Sprintf("closing fee counted at %s, the usual taker rate of %s, where no fee_rate is given", fee, r.Venue))
		}
	}
	return out
}

func (r *Report) legWarnings(out []string, i int) []string {
	l, leg := &r.legs[i], &r.Legs[i]
	say := func(format string, args ...any) {
		out = append(out, l.Symbol+": "+fmt.Sprintf(format, args...))
	}
	liq := leg.Liquidation
	if leg.Maintenance.IsNegative() {
		say("its maintenance_amount takes off more than the whole maintenance margin: the liquidation price is too kind")
	}
	if liq.State == LiqPassed {
		say("at its liquidation price or past it")
	}
	if liq.BeyondTable {
		say("its size at the liquidation price is beyond the table's last bracket, whose rate was kept")
	}
	if l.Mode == Cross && l.Margin.Valid {
		say("margin applies to isolated positions only and was not used")
	}
	if l.t.rule.FundingOnIndex && l.Funding.Rate.Valid && !l.Index.Valid {
		say("funding is paid on the oracle price, which is not known; counted on the mark")
	}
	stopWarning(leg.Stop, say)
	return out
}

func stopWarning(s StopCheck, say func(string, ...any)) {
	switch {
	case s.State == StopMissing:
		say("no stop (S0-RISK-4)")
	case s.State == StopAfter:
		say("liquidation comes before the stop (S2-CONS-2)")
	case s.State == StopAtOnce:
		say("the stop lies on the wrong side of the mark and would trigger at once")
	case s.Share.Valid && s.Share.Decimal.GreaterThan(stopShare):
		say("the stop lies at %s of the way to liquidation, beyond %s", s.Share.Decimal.Round(2), stopShare)
	}
}
