package bingx

import (
	"errors"
	"slices"
	"strings"
	"time"

	"eddy/model"
)

// maxContracts bounds the memory for names that no list told of. BingX lists
// about 1270 contracts; more different names than this are noise.
const maxContracts = 8192

// maxSymbol is longer than any symbol, in bytes; some are Chinese.
const maxSymbol = 64

// latest is how late a frame may be to count as overtaken. A stamp that went
// back further is no late frame but another clock.
const latest = time.Minute

// contract is what a Decoder knows and remembers of one symbol.
type contract struct {
	symbol     string
	asset      model.Asset
	quote      string
	multiplier float64
	kind       model.ContractKind
	refusal    string  // why it is not followed; "" when it is
	intervalH  float64 // hours between settlements as last told; 0 when not told

	mark      float64      // newest mark price of one coin; 0 while none was heard
	markAt    model.Millis // its stamp; 0 where the venue gave none
	markHeard model.Millis // when it was received

	seen [channels]model.Millis // newest stamp of each channel
	bars []model.Bar            // the newest of each interval heard
}

// dollars are the quote currencies of linear contracts (venues/bingx §7).
var dollars = []string{"USDT", "USDC"}

// coinMargined is the quote currency of coin-margined contracts.
const coinMargined = "USD"

// newContract works out what a symbol stands for by its name alone.
func newContract(symbol string) *contract {
	c := &contract{symbol: symbol, multiplier: 1}
	base, quote, paired := strings.Cut(symbol, "-")
	switch {
	case !paired || base == "" || quote == "":
		c.refusal = "unknown sort of symbol: " + symbol
	case quote == coinMargined:
		c.kind, c.refusal = model.ContractInverse, "coin-margined contract: "+symbol
	case !slices.Contains(dollars, quote):
		c.refusal = "not quoted in dollars: " + symbol
	default:
		c.kind, c.quote = model.ContractPerpetual, quote
		c.asset, c.multiplier = model.SplitMultiplier(base)
	}
	return c
}

// isCoin tells whether a contract is on a coin: names of contracts on stocks,
// currencies and goods begin with NC and a kind, as NCSK (venues/bingx §7).
func isCoin(base string) bool { return len(base) <= 4 || !strings.HasPrefix(base, "NC") }

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) {
	c.asset, c.multiplier, c.kind = in.Asset, in.Multiplier, in.Kind
	if in.FundingIntervalH > 0 {
		c.intervalH = in.FundingIntervalH
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
