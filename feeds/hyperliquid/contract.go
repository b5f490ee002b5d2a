package hyperliquid

import (
	"errors"
	"strings"

	"eddy/model"
)

// maxContracts bounds the memory for names that no list told of. All dexes and
// spot together list fewer than a thousand; more than this are noise.
const maxContracts = 8192

// maxSymbol is longer than any name, in bytes.
const maxSymbol = 64

// contract is what a Decoder knows and remembers of one name.
type contract struct {
	symbol     string
	asset      model.Asset
	multiplier float64
	refusal    string // why it is not followed; "" when it is

	bookAt model.Millis // stamp of the last best bid and ask
	open   []model.Bar  // the newest bar of each length heard, not closed yet
}

// newContract works out what a name stands for.
func newContract(symbol string) *contract {
	c := &contract{symbol: symbol, multiplier: 1}
	switch {
	case strings.HasPrefix(symbol, "@") || strings.Contains(symbol, "/"):
		c.refusal = "spot market: " + symbol
	case strings.HasPrefix(symbol, "#"):
		c.refusal = "outcome token: " + symbol
	case strings.Contains(symbol, ":"):
		c.refusal = "market of a builder's dex: " + symbol
	default:
		c.asset, c.multiplier = model.SplitK(symbol)
	}
	return c
}

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) { c.asset, c.multiplier = in.Asset, in.Multiplier }

// contract returns the memory of a name as the venue writes it.
func (d *Decoder) contract(symbol []byte) (*contract, error) {
	if c := d.contracts[string(symbol)]; c != nil {
		return c, nil
	}
	switch {
	case len(symbol) == 0:
		return nil, errors.New("no coin")
	case len(symbol) > maxSymbol:
		return nil, errors.New("name of the coin too long")
	case len(d.contracts) >= maxContracts:
		return nil, errors.New("too many different coins")
	}
	c := newContract(model.CleanText(string(symbol)))
	d.contracts[string(symbol)] = c
	return c, nil
}
