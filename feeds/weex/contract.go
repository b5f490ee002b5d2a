package weex

import (
	"strings"

	"eddy/feeds/figure"
	"eddy/model"
)

// contract is what a Decoder knows and remembers of one symbol.
type contract struct {
	figure.Subject

	listedH float64 // funding interval by the list of contracts, hours; 0 when it does not say
	cycleH  float64 // the same by premiumIndex, which knows better

	tickerName, bookName, barsName string // of the streams that are asked for

	tickerAt   model.Millis // newest stamp of a ticker
	small, big book
	open       []openBar
}

// newContract works out what a symbol stands for by its name alone. All of
// them are perpetuals.
func newContract(symbol string) *contract {
	c := &contract{Subject: figure.Subject{Symbol: symbol, Multiplier: 1}}
	base, quoted := cutQuote(symbol)
	switch {
	case strings.HasPrefix(symbol, "cmt_"):
		c.Refusal = "a name of the retired V2: " + symbol
	case !quoted && strings.HasSuffix(symbol, "USD"):
		c.Refusal = "coin-margined contract: " + symbol
	case !quoted:
		c.Refusal = "not quoted in dollars: " + symbol
	default:
		c.Asset, c.Multiplier = model.SplitMultiplier(base)
		c.tickerName, c.bookName, c.barsName = symbol+tickerEnding, symbol+bookEnding, symbol+barsEnding
	}
	return c
}

// dollars are the quote currencies whose unit is a dollar.
var dollars = []string{"USDT", "USDC"}

// cutQuote takes the quote currency off a symbol.
func cutQuote(symbol string) (base string, ok bool) {
	for _, q := range dollars {
		if base, found := strings.CutSuffix(symbol, q); found && base != "" {
			return base, true
		}
	}
	return symbol, false
}

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) {
	if c.Multiplier != in.Multiplier {
		c.restart() // its book and bar count in the old unit
	}
	c.Asset, c.Multiplier = in.Asset, in.Multiplier
	if in.FundingIntervalH > 0 {
		c.listedH = in.FundingIntervalH
	}
}

// restart forgets what streams said.
func (c *contract) restart() {
	c.tickerAt, c.open = 0, c.open[:0]
	c.small.restart()
	c.big.restart()
}

// intervalH returns the funding interval, 0 when nobody told it.
func (c *contract) intervalH() float64 {
	if c.cycleH > 0 {
		return c.cycleH
	}
	return c.listedH
}
