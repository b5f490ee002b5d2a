package okx

import (
	"slices"
	"strings"

	"eddy/feeds/figure"
	"eddy/model"
)

// contract is what a Decoder knows and remembers of one symbol, which may also
// be a spot pair or an index.
type contract struct {
	figure.Subject
	quote   string // "USDT", "USDC", "USD"
	kind    model.ContractKind
	size    float64 // coins per contract; 0 when not known
	listedH float64 // funding interval by the list, hours; 0 when it does not say

	indexOf *contract // whose index this is, when somebody said so

	seen   [channels]figure.Newest // newest stamp of each channel
	topics [channels]string        // the names of its channels, as far as heard
}

// dollars are the quote currencies whose unit is a dollar.
var dollars = []string{"USDT", "USDC", "USD", "USDG"}

// newContract works out what a symbol stands for by its name alone (venues/okx
// §6): base, quote and, for anything but spot, what sort of contract it is.
func newContract(symbol string) *contract {
	// No name holds a multiple (venues/okx §6).
	c := &contract{Subject: figure.Subject{Symbol: symbol, Multiplier: 1}, size: knownSizes[symbol]}
	parts := strings.Split(symbol, "-")
	if len(parts) == 1 || parts[0] == "" {
		c.Refusal = "unknown sort of symbol: " + symbol
		return c
	}
	quote, margin, _ := strings.Cut(parts[1], "_")
	switch {
	case len(parts) > 3:
		c.Refusal = "option: " + symbol
	case !slices.Contains(dollars, quote):
		c.Refusal = "not quoted in dollars: " + symbol
	case len(parts) == 2:
		c.kind = model.ContractSpot
	case quote == "USD" && !strings.HasPrefix(margin, "UM"):
		c.kind, c.Refusal = model.ContractInverse, "coin-margined contract: "+symbol
	case parts[2] == "SWAP", strings.HasSuffix(margin, "XPERP") && isDate(parts[2]):
		c.kind = model.ContractPerpetual // an X-Perp has a date and pays funding all the same
	case isDate(parts[2]):
		c.kind = model.ContractDated
	default:
		c.Refusal = "unknown sort of contract: " + symbol
	}
	if c.Refusal == "" {
		c.Asset, c.quote = model.Asset(parts[0]), quote
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
	c.Asset, c.kind = in.Asset, in.Kind
	c.size, c.listedH = in.ContractSize, in.FundingIntervalH
}
