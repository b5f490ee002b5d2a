package hyperliquid

import (
	"strings"

	"eddy/feeds/figure"
	"eddy/model"
)

// contract is what a Decoder knows and remembers of one name.
type contract struct {
	figure.Subject

	bookAt figure.Newest // stamp of the last best bid and ask
	open   []model.Bar   // the newest bar of each length heard, not closed yet
}

// newContract works out what a name stands for.
func newContract(symbol string) *contract {
	c := &contract{Subject: figure.Subject{Symbol: symbol, Multiplier: 1}}
	switch {
	case strings.HasPrefix(symbol, "@") || strings.Contains(symbol, "/"):
		c.Refusal = "spot market: " + symbol
	case strings.HasPrefix(symbol, "#"):
		c.Refusal = "outcome token: " + symbol
	case strings.Contains(symbol, ":"):
		c.Refusal = "market of a builder's dex: " + symbol
	default:
		c.Asset, c.Multiplier = model.SplitK(symbol)
	}
	return c
}

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) { c.Asset, c.Multiplier = in.Asset, in.Multiplier }
