package binance

import (
	"errors"
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// candle is a bar as the venue writes it, stream and REST alike.
type candle struct {
	figure.Candle
	end      model.Millis // end is the last millisecond of the bar
	interval model.Interval
	closed   bool
}

var errInterval = errors.New("bar of an unknown interval")

// What is said of bars.
const (
	monthText   = "not followed: a month has no fixed length"
	unnamedText = "the list names no contract: prices and volume as sent"
)

// bar converts a candle into coins and dollars.
func (k *candle) bar(multiplier float64) (model.Bar, error) {
	if !k.Open.Known() || k.interval <= 0 || k.Open%model.Millis(k.interval.Duration().Milliseconds()) != 0 && k.interval <= model.Day1 {
		return model.Bar{}, errInterval
	}
	b, err := k.Bar(k.interval, multiplier)
	b.Closed = k.closed && err == nil
	return b, err
}

// intervals are the lengths Binance offers. "1M" is there to be recognised.
var intervals = map[string]model.Interval{
	"1m": model.Minute1, "3m": 3 * model.Minute1, "5m": 5 * model.Minute1, "15m": 15 * model.Minute1, "30m": 30 * model.Minute1,
	"1h": model.Hour1, "2h": 2 * model.Hour1, "4h": model.Hour4, "6h": 6 * model.Hour1, "8h": 8 * model.Hour1, "12h": 12 * model.Hour1,
	"1d": model.Day1, "3d": 3 * model.Day1, "1w": model.Week1, "1M": month,
}

// month stands for a month, which is no interval.
const month = model.Interval(-1)

// kline reads a bar of the stream.
func (d *Decoder) kline(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var family int64
	var k candle
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "E":
			stamp = figure.Moment(r)
		case "k":
			k.read(r)
		case "st":
			family, _ = r.Int() // older frames have none
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol, family)
	if c == nil {
		return err
	}
	if k.interval == month {
		d.build.Say(&c.Subject, model.KindIgnored, monthText)
		return nil
	}
	b, err := k.bar(c.Multiplier)
	if err != nil {
		return errors.New(c.Symbol + ": " + err.Error())
	}
	ev := d.build.Event(&c.Subject, model.KindBar, stamp)
	ev.Bar = b
	ev.Has = model.FieldBar
	return nil
}

// read reads the inner object of a bar's event.
func (k *candle) read(r *scan.Reader) {
	if !r.Object() {
		return
	}
	for r.Member() {
		switch string(r.Key()) {
		case "t":
			k.Open = figure.Moment(r)
		case "i":
			name, _ := r.Text() // an unknown name gives no interval
			k.interval = intervals[string(name)]
		case "o":
			k.First = figure.Read(r)
		case "h":
			k.High = figure.Read(r)
		case "l":
			k.Low = figure.Read(r)
		case "c":
			k.Last = figure.Read(r)
		case "v":
			k.Volume = figure.Read(r)
		case "x":
			k.closed, _ = r.Bool() // a bar that does not say so is not closed
		default:
			r.Skip()
		}
	}
}

// readRow reads the array of a REST bar: opening time, four prices, volume,
// last millisecond, and five columns that are not followed.
func (k *candle) readRow(r *scan.Reader) {
	for column := 0; r.Element(); column++ {
		switch {
		case k.ReadColumn(column, r):
		case column == 6:
			k.end = figure.Moment(r)
		default:
			r.Skip()
		}
	}
	if k.end > k.Open {
		k.interval = model.Interval(k.end.Sub(k.Open) + time.Millisecond)
	}
}

// barRow reads one bar of a REST list, which names neither contract nor
// interval: its figures are in the venue's own units, and its length shows. A
// row is closed when another follows; the last one may still be open.
func (d *Decoder) barRow(r *scan.Reader, from int) error {
	var k candle
	r.Array()
	k.readRow(r)
	if r.Failed() {
		return nil // End tells what is wrong
	}
	if len(d.build.Out) > from {
		d.build.Out[len(d.build.Out)-1].Bar.Closed = true
	}
	if k.interval > model.Week1 {
		d.build.Ignore(monthText)
		return nil
	}
	b, err := k.bar(1)
	if err != nil {
		return err
	}
	ev := d.build.Note(model.KindBar, unnamedText)
	ev.Bar = b
	ev.Has = model.FieldBar
	return nil
}
