package okx

import (
	"errors"
	"strings"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// candle is a bar as the venue writes it: [ts, o, h, l, c, vol, volCcy,
// volCcyQuote, confirm], or without the volumes for bars of mark and index.
type candle struct {
	figure.Candle
	second  figure.Number // coins; of spot dollars
	dollars figure.Number
	columns int
	final   figure.Number // the last column
}

var errInterval = errors.New("bar of an unknown interval")

// What is said of bars.
const (
	monthText   = "not followed: a month has no fixed length"
	unnamedText = "the list names no contract: prices as sent"
	longDays    = "days of Hong Kong: opens at 16:00 UTC"
	markBars    = "bars of the mark price"
	indexBars   = "bars of the index"
)

// The numbers of columns that tell what a row is.
const (
	bareColumns   = 6 // a bar of mark or index price
	confirmColumn = 9 // with fewer, a row does not say whether it is final
)

// lengths are those of bars by their names. Months are no interval.
var lengths = map[string]model.Interval{
	"1s": model.Minute1 / 60, "1m": model.Minute1, "3m": 3 * model.Minute1, "5m": 5 * model.Minute1, "15m": 15 * model.Minute1, "30m": 30 * model.Minute1,
	"1H": model.Hour1, "2H": 2 * model.Hour1, "4H": model.Hour4, "6H": 6 * model.Hour1, "12H": 12 * model.Hour1,
	"1D": model.Day1, "2D": 2 * model.Day1, "3D": 3 * model.Day1, "5D": 5 * model.Day1, "1W": model.Week1,
	"1M": month, "3M": month,
}

// month stands for a month, which is no interval.
const month = model.Interval(-1)

// barLength returns the length of bars by what follows "candle" in a channel's
// name. From six hours on bars open by the clock of Hong Kong unless the name
// says utc.
func barLength(name []byte) (step model.Interval, remark string) {
	text, utc := strings.CutSuffix(string(name), "utc")
	step = lengths[text]
	if step > model.Hour4 && !utc {
		remark = longDays
	}
	return step, remark
}

// read reads the columns.
func (k *candle) read(r *scan.Reader) {
	for r.Element() {
		switch k.columns {
		case 6:
			k.second = figure.Read(r)
		case 7:
			k.dollars = figure.Read(r)
		case 8:
			k.final = figure.Read(r)
		default:
			if !k.ReadColumn(k.columns, r) {
				r.Skip()
			}
		}
		k.columns++
	}
	if k.columns == bareColumns {
		k.final, k.Volume = k.Volume, figure.Number{}
	}
}

// coins returns the volume in coins. A list that names no contract is of spot
// when its second and third volume are the same: both are in quote currency.
func (k *candle) coins(kind model.ContractKind) figure.Number {
	unnamedSpot := kind == model.ContractUnknown && k.dollars.OK && k.dollars.V == k.second.V
	if kind == model.ContractSpot || unnamedSpot {
		return k.Volume
	}
	return k.second
}

// bar converts a candle into coins and dollars. The step may be unknown.
func (k *candle) bar(step model.Interval, volume figure.Number) (model.Bar, error) {
	k.Volume = volume
	b, err := k.Bar(step, 1)
	if err != nil {
		return model.Bar{}, err
	}
	b.Closed = k.final.OK && k.final.V == 1
	if !k.Open.Known() || step > 0 && step <= model.Hour4 && k.Open.Floor(step) != k.Open {
		return model.Bar{}, errInterval
	}
	return b, nil
}

// candle reads a row of one of the channels of bars.
func (d *Decoder) candle(r *scan.Reader) error {
	var k candle
	if !r.Array() {
		return errors.New("a bar that is no list")
	}
	k.read(r)
	c, err := d.subject(r, nil)
	switch {
	case c == nil:
		return err
	case d.step == month:
		d.build.Say(&c.Subject, model.KindIgnored, monthText)
		return nil
	case d.step == 0:
		return errors.New(c.Symbol + ": " + errInterval.Error())
	}
	b, err := k.bar(d.step, k.coins(c.kind))
	if err != nil {
		return errors.New(c.Symbol + ": " + err.Error())
	}
	ev := d.build.Event(&c.Subject, model.KindBar, 0)
	ev.Bar, ev.Has = b, model.FieldBar
	ev.Text = d.barRemark(c)
	return nil
}

// barRemark says what a bar is when it is not plainly one of a contract.
func (d *Decoder) barRemark(c *contract) string {
	switch {
	case d.kind == markCandleChannel:
		return markBars
	case d.kind == indexCandleChannel:
		return indexBars
	case c.kind == model.ContractSpot:
		return spotRemark
	default:
		return d.remark
	}
}
