package binance

import (
	"strings"

	"eddy/feeds/figure"
	"eddy/model"
)

// contract is what a Decoder knows and remembers of one symbol.
type contract struct {
	figure.Subject
	kind model.ContractKind

	listedH float64 // funding interval by fundingInfo, hours; 0 when it does not say

	nextFunding model.Millis // the next settlement as last heard
	seenH       float64      // funding interval seen between two settlements; 0 while none was
	futuresBook bookMark     // update id of the last best bid and ask
	spotBook    bookMark     // the same of spot, which counts on its own
}

// dollars are the quote currencies whose unit is a dollar, longest first.
var dollars = []string{"FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USDP", "USD1"}

// newContract works out what a symbol stands for by its name alone.
func newContract(symbol string) *contract {
	c := &contract{Subject: figure.Subject{Symbol: symbol, Multiplier: 1}, kind: model.ContractPerpetual}
	pair, delivery, dated := strings.Cut(symbol, "_")
	base, quoted := cutQuote(pair)
	switch {
	case strings.HasSuffix(pair, "USD") && (dated || !quoted):
		c.kind, c.Refusal = model.ContractInverse, "coin-margined contract: "+symbol
	case !quoted:
		c.kind, c.Refusal = model.ContractUnknown, "not quoted in dollars: "+symbol
	case dated && !isDate(delivery):
		c.kind, c.Refusal = model.ContractUnknown, "unknown sort of contract: "+symbol
	case dated:
		c.kind = model.ContractDated
	}
	if c.Refusal == "" {
		c.Asset, c.Multiplier = model.SplitMultiplier(base)
	}
	return c
}

// cutQuote takes the quote currency off a pair.
func cutQuote(pair string) (base string, ok bool) {
	for _, q := range dollars {
		if base, found := strings.CutSuffix(pair, q); found && base != "" {
			return base, true
		}
	}
	return pair, false
}

// isDate tells whether s looks like a delivery day, YYMMDD.
func isDate(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789") == ""
}

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) {
	c.Asset, c.Multiplier, c.kind = in.Asset, in.Multiplier, in.Kind
	c.list(in.FundingIntervalH)
}

// list takes over the listed funding interval. Where the list changed its mind
// it knows better than the settlements of the past do.
func (c *contract) list(hours float64) {
	if c.listedH != hours {
		c.listedH, c.seenH = hours, 0
	}
}
