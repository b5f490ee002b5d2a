package model

import "strings"

// plainNames are tickers that begin with a digit without being multiples.
var plainNames = map[string]bool{"1INCH": true, "4USDT": true, "0G": true, "2Z": true}

// prefixes that say one unit of price is several coins, longest first. "1M" is
// Binance's short form of a million; Hyperliquid's k is handled by SplitK.
var multiplierPrefixes = []struct {
	text  string
	coins float64
}{
	{"10000000", 1e7}, {"1000000", 1e6}, {"100000", 1e5}, {"10000", 1e4}, {"1000", 1e3}, {"1M", 1e6},
}

// SplitMultiplier takes a contract's base name in upper case and returns the
// coin and how many coins one unit of price stands for: "1000PEPE" is PEPE and
// 1000, "SHIB1000" is SHIB and 1000, "1INCH" is itself and 1.
func SplitMultiplier(base string) (Asset, float64) {
	if plainNames[base] {
		return Asset(base), 1
	}
	for _, p := range multiplierPrefixes {
		rest, found := strings.CutPrefix(base, p.text)
		if found && startsWithLetter(rest) {
			return Asset(rest), p.coins
		}
	}
	if rest, found := strings.CutSuffix(base, "1000"); found && len(rest) >= 2 && !endsWithDigit(rest) {
		return Asset(rest), 1000
	}
	return Asset(base), 1
}

// SplitK is SplitMultiplier for Hyperliquid, which writes thousands as a
// lower-case k before an upper-case name: kPEPE.
func SplitK(name string) (Asset, float64) {
	if len(name) > 2 && name[0] == 'k' && name[1] >= 'A' && name[1] <= 'Z' {
		return Asset(name[1:]), 1000
	}
	return SplitMultiplier(name)
}

func startsWithLetter(s string) bool {
	return s != "" && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 0x80)
}

func endsWithDigit(s string) bool {
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}

// PerCoin divides a multiplier out of a price: what one coin costs where
// multiplier coins cost price.
func PerCoin(price, multiplier float64) float64 {
	if multiplier == 1 {
		return price
	}
	return asWritten(price / multiplier)
}

// InCoins multiplies a multiplier into a size: how many coins size units are.
func InCoins(size, multiplier float64) float64 {
	if multiplier == 1 {
		return size
	}
	return asWritten(size * multiplier)
}
