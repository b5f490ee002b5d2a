package margin

import (
	"eddy/model"

	"github.com/shopspring/decimal"
)

// FeeRule says how a venue reserves the fee of closing by force.
type FeeRule uint8

// The ways venues treat the liquidation fee.
const (
	// FeeAtMark grows with the notional: liquidation at maintenance + N*f.
	FeeAtMark FeeRule = iota
	// FeeReserved is fixed when the position opens, at the bankruptcy price, and
	// is part of both initial and maintenance margin (Bybit, margin §3).
	FeeReserved
)

// Rule is how one venue tests for liquidation.
type Rule struct {
	Venue model.Venue

	Fee      FeeRule
	TakerFee decimal.Decimal // the venue's usual rate where it counts; a position may override it

	// FrozenAtEntry: maintenance margin is worked out once from the entry
	// notional and does not move with the price (margin §2).
	FrozenAtEntry bool
	// CrossMarginAtEntry: initial margin of a cross position is counted from
	// the entry price; elsewhere from the mark.
	CrossMarginAtEntry bool
	// NetsHedge: of a long and a short of one symbol in cross margin only the
	// difference needs maintenance margin.
	NetsHedge bool
	// OneWay: a symbol holds one position; there is no hedge mode.
	OneWay bool
	// FundingOnIndex: funding is paid on the oracle price, not the mark.
	FundingOnIndex bool
	// RatioInverted: the venue shows equity over requirement, so that higher is
	// safer; elsewhere requirement over equity (margin §5).
	RatioInverted bool

	// Decimals the venue prints a liquidation price with when it does not round
	// to the tick; 0 = it rounds to the tick.
	Decimals int32
	Source   string // where the rule is written down
}

// RuleOf returns the rule of a venue, which must not be changed; ok is false
// for a venue eddy does not know.
func RuleOf(v model.Venue) (r *Rule, ok bool) {
	for i := range rules {
		if rules[i].Venue == v {
			return &rules[i], true
		}
	}
	return nil, false
}

// rules follow margin §1, §2, §3 and §5; BingX's usual taker rate is from its
// fee schedule, WEEX's rule from its help page on the estimated liquidation
// price (Futures Pro): margin rate against maintenance rate, no deduction, no
// fee, long and short of a symbol consolidated in cross margin.
var rules = [...]Rule{
	{Venue: model.Binance, Decimals: 8,
		Source: "Binance FAQ b3c689c1f50a44cabb3a84e663b81d93"},
	{Venue: model.Bybit, Fee: FeeReserved, TakerFee: decimal.New(55, -5), NetsHedge: true,
		Source: "Bybit help, margin calculation of 2025-09-02"},
	{Venue: model.OKX, TakerFee: decimal.New(5, -4), RatioInverted: true,
		Source: "OKX margin ratio: equity over maintenance margin and taker fee"},
	{Venue: model.Hyperliquid, OneWay: true, FundingOnIndex: true,
		Source: "Hyperliquid docs, trading/liquidations and trading/margin-tiers"},
	{Venue: model.BingX, TakerFee: decimal.New(5, -4),
		Source: "BingX support 10689309996185 and 11263312123407"},
	{Venue: model.MEXC, FrozenAtEntry: true, CrossMarginAtEntry: true,
		Source: "MEXC blog, liquidation in futures"},
	{Venue: model.WEEX, NetsHedge: true,
		Source: "WEEX help 24780414317593"},
}
