package market

import "eddy/model"

// ChangeKind says what about a coin has changed.
type ChangeKind uint8

// The kinds of changes.
const (
	QuoteMoved  ChangeKind = iota // best bid and ask, last trade
	MarkMoved                     // mark, index, funding
	DayMoved                      // 24-hour figures
	BarMoved                      // the open bars
	BarClosed                     // a bar of length Step has closed at At
	CoinListing                   // the coin's state: announced or taken off
)

// Change is one thing a venue has to tell about a coin. The figures are asked
// of the View, which knows them for the moment At.
type Change struct {
	Kind ChangeKind
	Coin int
	At   model.Millis
	Step model.Interval // of BarClosed

	Price  float64 // of a QuoteMoved at a candle's corner: the source's price
	Factor float64 // what a bad print multiplies prices by; 0 for an honest one
}
