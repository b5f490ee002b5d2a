package bingx

import (
	"slices"
	"strings"
	"time"

	"eddy/feeds/figure"
	"eddy/model"
)

// latest is how late a frame may be to count as overtaken. A stamp that went
// back further is no late frame but another clock.
const latest = time.Minute

// contract is what a Decoder knows and remembers of one symbol.
type contract struct {
	figure.Subject
	quote     string
	kind      model.ContractKind
	intervalH float64 // hours between settlements as last told; 0 when not told

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
	c := &contract{Subject: figure.Subject{Symbol: symbol, Multiplier: 1}}
	base, quote, paired := strings.Cut(symbol, "-")
	switch {
	case !paired || base == "" || quote == "":
		c.Refusal = "unknown sort of symbol: " + symbol
	case quote == coinMargined:
		c.kind, c.Refusal = model.ContractInverse, "coin-margined contract: "+symbol
	case !slices.Contains(dollars, quote):
		c.Refusal = "not quoted in dollars: " + symbol
	default:
		c.kind, c.quote = model.ContractPerpetual, quote
		c.Asset, c.Multiplier = model.SplitMultiplier(base)
	}
	return c
}

// isCoin tells whether a contract is on a coin: names of contracts on stocks,
// currencies and goods begin with NC and a kind, as NCSK (venues/bingx §7).
func isCoin(base string) bool { return len(base) <= 4 || !strings.HasPrefix(base, "NC") }

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) {
	c.Asset, c.Multiplier, c.kind = in.Asset, in.Multiplier, in.Kind
	if in.FundingIntervalH > 0 {
		c.intervalH = in.FundingIntervalH
	}
}
