package binance

import (
	"errors"
	"time"

	"eddy/feeds/scan"
	"eddy/model"
)

// candle is a bar as the venue writes it, stream and REST alike.
type candle struct {
	open, end              model.Millis // end is the last millisecond of the bar
	first, high, low, last figure
	volume                 figure // in units of the base currency
	interval               model.Interval
	closed                 bool
}

var (
	errBar      = errors.New("bar without four prices in order")
	errInterval = errors.New("bar of an unknown interval")
)

// What is said of bars.
const (
	monthText   = "not followed: a month has no fixed length"
	unnamedText = "the list names no contract: prices and volume as sent"
)

// bar converts a candle into coins and dollars.
func (k *candle) bar(multiplier float64) (model.Bar, error) {
	if !k.open.Known() || k.interval <= 0 || k.open%model.Millis(k.interval.Duration().Milliseconds()) != 0 && k.interval <= model.Day1 {
		return model.Bar{}, errInterval
	}
	b := model.Bar{
		OpenTime: k.open, Interval: k.interval, Closed: k.closed,
		Open: model.PerCoin(k.first.v, multiplier), High: model.PerCoin(k.high.v, multiplier),
		Low: model.PerCoin(k.low.v, multiplier), Close: model.PerCoin(k.last.v, multiplier),
	}
	if k.volume.ok {
		b.Volume, b.HasVolume = model.InCoins(k.volume.v, multiplier), true
	}
	if !k.first.ok || !k.high.ok || !k.low.ok || !k.last.ok || !b.Consistent() {
		return model.Bar{}, errBar
	}
	return b, nil
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
			stamp = moment(r)
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
		d.say(c, model.KindIgnored, monthText)
		return nil
	}
	b, err := k.bar(c.multiplier)
	if err != nil {
		return errors.New(c.symbol + ": " + err.Error())
	}
	ev := d.emit(c, model.KindBar, stamp)
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
			k.open = moment(r)
		case "i":
			name, _ := r.Text() // an unknown name gives no interval
			k.interval = intervals[string(name)]
		case "o":
			k.first = number(r)
		case "h":
			k.high = number(r)
		case "l":
			k.low = number(r)
		case "c":
			k.last = number(r)
		case "v":
			k.volume = number(r)
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
		switch column {
		case 0:
			k.open = moment(r)
		case 1:
			k.first = number(r)
		case 2:
			k.high = number(r)
		case 3:
			k.low = number(r)
		case 4:
			k.last = number(r)
		case 5:
			k.volume = number(r)
		case 6:
			k.end = moment(r)
		default:
			r.Skip()
		}
	}
	if k.end > k.open {
		k.interval = model.Interval(k.end.Sub(k.open) + time.Millisecond)
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
	if len(d.out) > from {
		d.out[len(d.out)-1].Bar.Closed = true
	}
	if k.interval > model.Week1 {
		d.ignore(monthText)
		return nil
	}
	b, err := k.bar(1)
	if err != nil {
		return err
	}
	ev := d.say(&nobody, model.KindBar, unnamedText)
	ev.Bar = b
	ev.Has = model.FieldBar
	return nil
}
