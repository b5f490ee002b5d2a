package bybit

import (
	"strings"

	"eddy/feeds/figure"
	"eddy/model"
)

// contract is what a Decoder knows and remembers of one symbol.
type contract struct {
	figure.Subject
	kind model.ContractKind

	listedH float64 // funding interval by instruments-info, hours; 0 when it does not say
}

// spotDollars are quote currencies whose unit is a dollar and which only spot
// pairs have in their names: contracts in USDC end in PERP or a date.
var spotDollars = []string{"USDC", "USDE", "USD1"}

// newContract works out what a symbol stands for by its name alone.
func newContract(symbol string) *contract {
	c := &contract{Subject: figure.Subject{Symbol: symbol, Multiplier: 1}}
	base, kind := readName(symbol)
	c.kind = kind
	switch kind {
	case model.ContractInverse:
		c.Refusal = "coin-margined contract: " + symbol
	case model.ContractUnknown:
		c.Refusal = "neither a linear contract nor a pair in dollars: " + symbol
	default:
		c.Asset, c.Multiplier = model.SplitMultiplier(base)
	}
	return c
}

// readName takes a symbol apart (venues/bybit §6): BTCUSDT and BTCPERP are
// perpetuals, BTCUSDT-21FEB25 and BTC-26DEC25 have a delivery day, BTCUSD and
// BTCUSDU23 are margined in the coin.
func readName(symbol string) (base string, kind model.ContractKind) {
	if pair, delivery, dated := strings.Cut(symbol, "-"); dated {
		return readDated(pair, delivery)
	}
	for _, ending := range []string{"USDT", "PERP"} {
		if base, found := strings.CutSuffix(symbol, ending); found && base != "" {
			return base, model.ContractPerpetual
		}
	}
	for _, ending := range spotDollars {
		if base, found := strings.CutSuffix(symbol, ending); found && base != "" {
			return base, model.ContractSpot
		}
	}
	if strings.HasSuffix(cutQuarter(symbol), "USD") {
		return "", model.ContractInverse
	}
	return "", model.ContractUnknown
}

// readDated reads a name with a hyphen; options have more than a day behind it.
func readDated(pair, delivery string) (base string, kind model.ContractKind) {
	base, _ = strings.CutSuffix(pair, "USDT")
	switch {
	case base == "" || !isDay(delivery):
		return "", model.ContractUnknown
	case strings.HasSuffix(pair, "USD"):
		return "", model.ContractInverse
	default:
		return base, model.ContractDated
	}
}

// isDay tells whether s looks like a delivery day: 26DEC25, 5SEP25.
func isDay(s string) bool {
	if len(s) == 6 {
		s = "0" + s
	}
	return len(s) == 7 && isDigits(s[:2]) && strings.Trim(s[2:5], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && isDigits(s[5:])
}

// cutQuarter takes the quarter off a coin-margined name: U23 is September 2023.
func cutQuarter(symbol string) string {
	at := len(symbol) - 3
	if at > 0 && strings.IndexByte("HMUZ", symbol[at]) >= 0 && isDigits(symbol[at+1:]) {
		return symbol[:at]
	}
	return symbol
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// learn takes over what the venue's list says.
func (c *contract) learn(in model.Instrument) {
	c.Asset, c.Multiplier, c.kind, c.Refusal = in.Asset, in.Multiplier, in.Kind, ""
	if in.FundingIntervalH > 0 {
		c.listedH = in.FundingIntervalH
	}
}
