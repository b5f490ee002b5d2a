package okx

import (
	"errors"
	"slices"
	"strings"
	"time"

	"eddy/model"
)

// maxContracts bounds the memory for names that no list told of. OKX lists
// about a thousand pairs and contracts; more different names are noise.
const maxContracts = 8192

// maxSymbol is longer than any symbol, in bytes.
const maxSymbol = 64

// latest is how late a frame may be to count as overtaken.
const latest = time.Minute

// contract is what a Decoder knows and remembers of one symbol, which may also
// be a spot pair or an index.
type contract struct {
	symbol     string
	asset      model.Asset
	quote      string  // "USDT", "USDC", "USD"
	multiplier float64 // always 1: the names hold no multiples (venues/okx §6)
	kind       model.ContractKind
	refusal    string  // why it is not followed; "" when it is
	size       float64 // coins per contract; 0 when not known
	listedH    float64 // funding interval by the list, hours; 0 when it does not say

	indexOf *contract // whose index this is, when somebody said so

	seen   [channels]model.Millis // newest stamp of each channel
	topics [channels]string       // the names of its channels, as far as heard
}

// dollars are the quote currencies whose unit is a dollar.
var dollars = []string{"USDT", "USDC", "USD", "USDG"}

// newContract works out what a symbol stands for by its name alone (venues/okx
// §6): base, quote and, for anything but spot, what sort of contract it is.
func newContract(symbol string) *contract {
	c := &contract{symbol: symbol, multiplier: 1, size: knownSizes[symbol]}
	parts := strings.Split(symbol, "-")
	if len(parts) == 1 || parts[0] == "" {
		c.refusal = "unknown sort of symbol: " + symbol
		return c
	}
	quote, margin, _ := strings.Cut(parts[1], "_")
	switch {
	case len(parts) > 3:
		c.refusal = "option: " + symbol
	case !slices.Contains(dollars, quote):
		c.refusal = "not quoted in dollars: " + symbol
	case len(parts) == 2:
		c.kind = model.ContractSpot
	case quote == "USD" && !strings.HasPrefix(margin, "UM"):
		c.kind, c.refusal = model.ContractInverse, "coin-margined contract: "+symbol
	case parts[2] == "SWAP", strings.HasSuffix(margin, "XPERP") && isDate(parts[2]):
		c.kind = model.ContractPerpetual // an X-Perp has a date and pays funding all the same
	case isDate(parts[2]):
		c.kind = model.ContractDated
	default:
		c.refusal = "unknown sort of contract: " + symbol
	}
	if c.refusal == "" {
		c.asset, c.quote = model.Asset(parts[0]), quote
	}
	return c
}

// knownSizes are the coins per contract of contracts whose size is written down
// or follows from captured open interest, told in contracts and coins at once
// (venues/okx §5). A list of contracts goes before it.
var knownSizes = map[string]float64{
	"BTC-USDT-SWAP": 0.01, "ETH-USDT-SWAP": 0.1, "DOGE-USDT-SWAP": 1000, "SHIB-USDT-SWAP": 1e6,
}

// isDate tells whether s looks like a delivery day, YYMMDD.
func isDate(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789") == ""
}

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) {
	c.asset, c.kind = in.Asset, in.Kind
	c.size, c.listedH = in.ContractSize, in.FundingIntervalH
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
