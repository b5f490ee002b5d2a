package binance

// nameOf returns a topic's name on the wire.
func (x *Exchange) nameOf(t topic) string {
	switch t.stream {
	case allBookTickers:
		return "!bookTicker"
	case allMarkPrices:
		if t.fast {
			return "!markPrice@arr@1s"
		}
		return "!markPrice@arr"
	case allDayTickers:
		return "!ticker@arr"
	case allMiniTickers:
		return "!miniTicker@arr"
	case contractInfo:
		return "!contractInfo"
	}
	return x.streamSymbols[t.coin] + "@" + t.what()
}

// what returns the part of a name that follows the symbol.
func (t topic) what() string {
	switch t.stream {
	case bookTicker:
		return "bookTicker"
	case markPrice:
		if t.fast {
			return "markPrice@1s"
		}
		return "markPrice"
	case dayTicker:
		return "ticker"
	case miniTicker:
		return "miniTicker"
	default:
		return "kline_" + klineSteps[t.step].name
	}
}
