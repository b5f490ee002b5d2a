package binance

import (
	"errors"
	"strings"

	"eddy/model"
)

// maxContracts bounds the memory for names that no list told of. Binance lists
// fewer than a thousand contracts; more different names than this are noise.
const maxContracts = 8192

// maxSymbol is longer than any symbol, in bytes; some are Chinese.
const maxSymbol = 64

// contract is what a Decoder knows and remembers of one symbol.
type contract struct {
	symbol     string
	asset      model.Asset
	multiplier float64
	kind       model.ContractKind
	refusal    string // why it is not followed; "" when it is

	listedH float64 // funding interval by fundingInfo, hours; 0 when it does not say

	nextFunding model.Millis // the next settlement as last heard
	seenH       float64      // funding interval seen between two settlements; 0 while none was
	futuresBook int64        // update id of the last best bid and ask
	spotBook    int64        // the same of spot, which counts on its own
}

// dollars are the quote currencies whose unit is a dollar, longest first.
var dollars = []string{"FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USDP", "USD1"}

// newContract works out what a symbol stands for by its name alone.
func newContract(symbol string) *contract {
	c := &contract{symbol: symbol, multiplier: 1, kind: model.ContractPerpetual}
	pair, delivery, dated := strings.Cut(symbol, "_")
	base, quoted := cutQuote(pair)
	switch {
	case strings.HasSuffix(pair, "USD") && (dated || !quoted):
		c.kind, c.refusal = model.ContractInverse, "coin-margined contract: "+symbol
	case !quoted:
		c.kind, c.refusal = model.ContractUnknown, "not quoted in dollars: "+symbol
	case dated && !isDate(delivery):
		c.kind, c.refusal = model.ContractUnknown, "unknown sort of contract: "+symbol
	case dated:
		c.kind = model.ContractDated
	}
	if c.refusal == "" {
		c.asset, c.multiplier = model.SplitMultiplier(base)
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
	c.asset, c.multiplier, c.kind = in.Asset, in.Multiplier, in.Kind
	c.list(in.FundingIntervalH)
}

// list takes over the listed funding interval. Where the list changed its mind
// it knows better than the settlements of the past do.
func (c *contract) list(hours float64) {
	if c.listedH != hours {
		c.listedH, c.seenH = hours, 0
	}
}

// contract returns the memory of a symbol as the venue writes it.
func (d *Decoder) contract(symbol []byte) (*contract, error) {
	if c := d.contracts[string(symbol)]; c != nil {
		return c, nil
	}
	switch {
	case len(symbol) == 0:
		return nil, errors.New("no symbol")
	case len(symbol) > maxSymbol:
		return nil, errors.New("symbol too long")
	case len(d.contracts) >= maxContracts:
		return nil, errors.New("too many different symbols")
	}
	c := newContract(model.CleanText(string(symbol)))
	d.contracts[string(symbol)] = c
	return c, nil
}
