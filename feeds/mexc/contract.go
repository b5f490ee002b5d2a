package mexc

import (
	"slices"
	"strings"

	"eddy/feeds/figure"
	"eddy/model"
)

// contract is what a Decoder knows and remembers of one symbol.
type contract struct {
	figure.Subject
	quote     string
	kind      model.ContractKind
	size      float64 // coins per contract; 0 when not known
	intervalH float64 // hours between settlements as last told; 0 when not told

	seen   [channels]figure.Newest // newest stamp of each channel
	topics [channels]string        // the names of its channels, as far as asked for
	bars   []latestBar             // one for each interval heard
}

// dollars are the quote currencies whose unit is a dollar. A quote of plain USD
// is a coin-margined contract (venues/mexc §7).
var dollars = []string{"USDT", "USDC", "USD1", "USDE"}

// coinMargined is the quote currency of coin-margined contracts.
const coinMargined = "USD"

// spelledOut are the bases that the venue writes in another way than everybody
// else (venues/mexc §7).
var spelledOut = map[string]model.Asset{
	"FILECOIN": "FIL", "PUMPFUN": "PUMP", "TRUMPOFFICIAL": "TRUMP",
}

// knownSizes are the coins per contract of contracts whose size is written down
// (venues/mexc §4) or was captured. A list of contracts goes before it.
var knownSizes = map[string]float64{
	"BTC_USDT": 0.0001, "ETH_USDT": 0.01, "RIF_USDT": 10, "CLO_USDT": 10, "SHIB_USDT": 1000, "PEPE_USDT": 1e7,
}

// newContract works out what a symbol stands for by its name alone.
func newContract(symbol string) *contract {
	c := &contract{Subject: figure.Subject{Symbol: symbol, Multiplier: 1}, size: knownSizes[symbol]}
	parts := strings.Split(symbol, "_")
	switch {
	case len(parts) < 2 || len(parts) > 3 || parts[0] == "":
		c.Refusal = "unknown sort of symbol: " + symbol
	case parts[1] == coinMargined:
		c.kind, c.Refusal = model.ContractInverse, "coin-margined contract: "+symbol
	case !slices.Contains(dollars, parts[1]):
		c.Refusal = "not quoted in dollars: " + symbol
	case len(parts) == 2:
		c.kind = model.ContractPerpetual
	case isDate(parts[2]):
		c.kind = model.ContractDated
	default:
		c.Refusal = "unknown sort of contract: " + symbol
	}
	if c.Refusal != "" {
		return c
	}
	c.quote = parts[1]
	c.Asset, c.Multiplier = model.SplitMultiplier(parts[0])
	if plain, known := spelledOut[parts[0]]; known {
		c.Asset = plain
	}
	return c
}

// isDate tells whether s looks like a delivery day, YYMMDD or with the century.
func isDate(s string) bool {
	return (len(s) == 6 || len(s) == 8) && strings.Trim(s, "0123456789") == ""
}

// symbolOf returns the name of the contract a coin usually has.
func symbolOf(coin model.Asset) string {
	for name, asset := range spelledOut {
		if asset == coin {
			return name + "_USDT"
		}
	}
	return string(coin) + "_USDT"
}

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) {
	c.Asset, c.Multiplier, c.kind = in.Asset, in.Multiplier, in.Kind
	c.size = in.ContractSize
	if in.FundingIntervalH > 0 {
		c.intervalH = in.FundingIntervalH
	}
}

// coins turns a number of contracts into coins, if the size of one is known.
func (c *contract) coins(contracts figure.Number) figure.Number {
	if c.size <= 0 {
		return figure.Number{}
	}
	return figure.Number{V: model.InCoins(contracts.V, c.size), OK: contracts.OK}
}
