package mexc

import (
	"errors"
	"slices"
	"strings"
	"time"

	"eddy/model"
)

// maxContracts bounds the memory for names that no list told of. MEXC lists
// about 1300 contracts; more different names than this are noise.
const maxContracts = 8192

// maxSymbol is longer than any symbol, in bytes; some are Chinese.
const maxSymbol = 64

// latest is how late a frame may be to count as overtaken.
const latest = time.Minute

// contract is what a Decoder knows and remembers of one symbol.
type contract struct {
	symbol     string
	asset      model.Asset
	quote      string
	multiplier float64
	kind       model.ContractKind
	refusal    string  // why it is not followed; "" when it is
	size       float64 // coins per contract; 0 when not known
	intervalH  float64 // hours between settlements as last told; 0 when not told

	seen   [channels]model.Millis // newest stamp of each channel
	topics [channels]string       // the names of its channels, as far as asked for
	bars   []latestBar            // one for each interval heard
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
	c := &contract{symbol: symbol, multiplier: 1, size: knownSizes[symbol]}
	parts := strings.Split(symbol, "_")
	switch {
	case len(parts) < 2 || len(parts) > 3 || parts[0] == "":
		c.refusal = "unknown sort of symbol: " + symbol
	case parts[1] == coinMargined:
		c.kind, c.refusal = model.ContractInverse, "coin-margined contract: "+symbol
	case !slices.Contains(dollars, parts[1]):
		c.refusal = "not quoted in dollars: " + symbol
	case len(parts) == 2:
		c.kind = model.ContractPerpetual
	case isDate(parts[2]):
		c.kind = model.ContractDated
	default:
		c.refusal = "unknown sort of contract: " + symbol
	}
	if c.refusal != "" {
		return c
	}
	c.quote = parts[1]
	c.asset, c.multiplier = model.SplitMultiplier(parts[0])
	if plain, known := spelledOut[parts[0]]; known {
		c.asset = plain
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
	c.asset, c.multiplier, c.kind = in.Asset, in.Multiplier, in.Kind
	c.size = in.ContractSize
	if in.FundingIntervalH > 0 {
		c.intervalH = in.FundingIntervalH
	}
}

// coins turns a number of contracts into coins, if the size of one is known.
func (c *contract) coins(contracts figure) figure {
	if c.size <= 0 {
		return figure{}
	}
	return figure{model.InCoins(contracts.v, c.size), contracts.ok}
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
