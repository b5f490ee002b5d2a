package weex

import "eddy/model"

// Endings of the streams that are asked for, behind the symbol.
const (
	tickerEnding = "@ticker"
	bookEnding   = "@depth15"
	barsEnding   = "@kline_1h_LAST_PRICE"
)

// baseInterval is the length of the live bars; longer ones are derived from
// them by the engine.
const baseInterval = model.Hour1
