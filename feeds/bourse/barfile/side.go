package barfile

import (
	"io"
	"math"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// readSide reads a file of a time and one number a line.
func readSide(path, column string, valid func(float64) bool, add func(model.Millis, float64)) error {
	return readFile(path, func(r io.Reader) error {
		t := newTable(path, r)
		cols, err := t.header("ts", column)
		if err != nil {
			return err
		}
		if err := t.need(cols, "ts", column); err != nil {
			return err
		}
		var last model.Millis
		for {
			more, err := t.next()
			if err != nil || !more {
				return err
			}
			if last, err = t.moment(cols["ts"], false, last); err != nil {
				return err
			}
			v, err := t.number(cols[column], column)
			if err != nil {
				return err
			}
			if !valid(v) {
				return t.fail("%s: %v cannot be", column, v)
			}
			add(last, v)
		}
	})
}

// readFunding reads settlements and works out their intervals.
func readFunding(path string) ([]market.Settlement, error) {
	var list []market.Settlement
	err := readSide(path, "rate",
		func(v float64) bool { return math.Abs(v) < 1 },
		func(at model.Millis, v float64) { list = append(list, market.Settlement{Time: at, Rate: v}) })
	setIntervals(list)
	return list, err
}

const hourMs = 3600 * 1000

// setIntervals gives each settlement the hours since the one before. A hole of
// more than a day tells nothing and takes the interval before it; the first
// settlement takes that of the second.
func setIntervals(list []market.Settlement) {
	for i := 1; i < len(list); i++ {
		hours := math.Round(float64(list[i].Due()-list[i-1].Due()) / hourMs)
		if hours < 1 || hours > 24 {
			hours = list[i-1].IntervalH
		}
		list[i].IntervalH = hours
		if i == 1 {
			list[0].IntervalH = hours
		}
	}
}

// readInterest reads open interest.
func readInterest(path string) ([]market.Holding, error) {
	var list []market.Holding
	err := readSide(path, "open_interest",
		func(v float64) bool { return v >= 0 },
		func(at model.Millis, v float64) { list = append(list, market.Holding{Time: at, Coins: v}) })
	return list, err
}

// ReadFunding reads the funding file of a coin in a folder, FOLDER/BTC.csv or
// FOLDER/BTC.csv.gz, with the interval of each settlement worked out; nil where
// there is none. Errors are of type *Error.
func ReadFunding(folder string, asset model.Asset) ([]market.Settlement, error) {
	if path := side(folder, "", asset); path != "" {
		return readFunding(path)
	}
	return nil, nil
}
