package bybit

import (
	"errors"
	"slices"
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// candle is a bar as the venue writes it, stream and REST alike.
type candle struct {
	figure.Candle
	interval model.Interval
	closed   bool
}

var errInterval = errors.New("bar of an unknown interval")

// What is said of bars.
const (
	monthText   = "not followed: a month has no fixed length"
	unnamedText = "no volume: mark, index or premium prices, the list does not tell which"
)

// bar converts a candle into coins and dollars. An interval of zero is one the
// list does not tell.
func (k *candle) bar(multiplier float64) (model.Bar, error) {
	if !k.Open.Known() || k.interval < 0 || k.interval > 0 && k.interval <= model.Day1 && k.Open != k.Open.Floor(k.interval) {
		return model.Bar{}, errInterval
	}
	b, err := k.Bar(k.interval, multiplier)
	b.Closed = k.closed && err == nil
	return b, err
}

// month stands for a month, which is no interval.
const month = model.Interval(-1)

// intervals are the lengths Bybit offers in its own words: minutes but for the
// long ones. "M" is there to be recognised.
var intervals = []struct {
	name string
	step model.Interval
}{
	{"60", model.Hour1}, {"D", model.Day1},
	{"1", model.Minute1}, {"3", 3 * model.Minute1}, {"5", 5 * model.Minute1}, {"15", 15 * model.Minute1}, {"30", 30 * model.Minute1},
	{"120", 2 * model.Hour1}, {"240", model.Hour4}, {"360", 6 * model.Hour1}, {"720", 12 * model.Hour1},
	{"W", model.Week1}, {"M", month},
}

// intervalNamed returns the length of bars in the venue's words, 0 when it has
// no such.
func intervalNamed(name []byte) model.Interval {
	for i := range intervals {
		if intervals[i].name == string(name) {
			return intervals[i].step
		}
	}
	return 0
}

// readBars reads the data of a kline topic: an array of bars, nearly always of
// one. The order of the prices is open, close, high, low.
func (d *Decoder) readBars(r *scan.Reader) {
	rows, from := 0, len(d.build.Out)
	for r.Array(); r.Element(); rows++ {
		var k candle
		k.read(r)
		if !r.Failed() {
			d.build.Blame(d.barEvent(&k))
		}
	}
	if !r.Failed() && len(d.build.Out) == from && d.build.Faults == 0 {
		d.build.Blame(errors.New(d.heard.contract.Symbol + ": no bar"))
	}
}

// barEvent appends the event of a bar of the stream.
func (d *Decoder) barEvent(k *candle) error {
	c := d.heard.contract
	if k.interval == month {
		d.build.Say(&c.Subject, model.KindIgnored, monthText)
		return nil
	}
	if k.interval == 0 {
		return errors.New(c.Symbol + ": " + errInterval.Error())
	}
	b, err := k.bar(c.Multiplier)
	if err != nil {
		return errors.New(c.Symbol + ": " + err.Error())
	}
	ev := d.build.Event(&c.Subject, model.KindBar, 0)
	ev.Bar = b
	ev.Has = model.FieldBar
	return nil
}

// read reads a bar of the stream.
func (k *candle) read(r *scan.Reader) {
	if !r.Object() {
		return
	}
	for r.Member() {
		switch string(r.Key()) {
		case "start":
			k.Open = figure.Moment(r)
		case "interval":
			name, _ := r.Text() // an unknown name gives no interval
			k.interval = intervalNamed(name)
		case "open":
			k.First = figure.Read(r)
		case "high":
			k.High = figure.Read(r)
		case "low":
			k.Low = figure.Read(r)
		case "close":
			k.Last = figure.Read(r)
		case "volume":
			k.Volume = figure.Read(r)
		case "confirm":
			k.closed, _ = r.Bool() // a bar that does not say so is not closed
		default:
			r.Skip()
		}
	}
}

// readRow reads the array of a REST bar: opening time, four prices in the
// order open, high, low, close, and volume and turnover where the prices are
// those of trades. It returns how many columns there were.
func (k *candle) readRow(r *scan.Reader) (columns int) {
	for ; r.Element(); columns++ {
		if !k.ReadColumn(columns, r) {
			r.Skip()
		}
	}
	return columns
}

// barRow reads one bar of a REST list. Its interval is found afterwards.
func (d *Decoder) barRow(r *scan.Reader, c *contract) {
	var k candle
	r.Array()
	columns := k.readRow(r)
	if r.Failed() {
		return // End tells what is wrong
	}
	b, err := k.bar(c.Multiplier)
	switch {
	case err != nil && columns == premiumColumns:
		d.build.Say(&c.Subject, model.KindIgnored, "not followed: "+unnamedText)
		return
	case err != nil:
		d.build.Blame(errors.New(c.Symbol + ": " + err.Error()))
		return
	}
	ev := d.build.Event(&c.Subject, model.KindBar, 0)
	ev.Bar = b
	ev.Has = model.FieldBar
	switch {
	case columns == premiumColumns:
		ev.Text = unnamedText
	case c.kind == model.ContractSpot:
		ev.Text = spotRemark
	}
}

// premiumColumns is how many columns candles of mark, index and premium have;
// those of trades have two more.
const premiumColumns = 5

// dateBars works out the interval of the bars of a list, which does not tell
// it: the least time between two rows, if that is an interval the venue offers.
// A bar that another follows is closed, and so is one whose end the venue's
// clock has passed.
func dateBars(rows []model.Event, now model.Millis) {
	least, newest := leastGap(rows)
	step := offered(least)
	for i := range rows {
		ev := &rows[i]
		if ev.Kind != model.KindBar {
			continue
		}
		if least >= shortestMonth {
			ev.Kind, ev.Has, ev.Text = model.KindIgnored, 0, monthText
			continue
		}
		b := &ev.Bar
		b.Interval = step
		b.Closed = b.OpenTime < newest || step > 0 && now.Known() && b.End() <= now
	}
}

// shortestMonth is February.
const shortestMonth = 28 * 24 * time.Hour

// offered returns the interval of a length, 0 when the venue has no such.
func offered(length time.Duration) model.Interval {
	for i := range intervals {
		if intervals[i].step.Duration() == length {
			return intervals[i].step
		}
	}
	return 0
}

// leastGap returns the least time between two bars, 0 when there is none, and
// when the newest one opened.
func leastGap(rows []model.Event) (least time.Duration, newest model.Millis) {
	var opens []model.Millis
	for i := range rows {
		if rows[i].Kind == model.KindBar {
			opens = append(opens, rows[i].Bar.OpenTime)
		}
	}
	slices.Sort(opens)
	for i, open := range opens {
		newest = open
		if i == 0 {
			continue
		}
		if gap := open.Sub(opens[i-1]); gap > 0 && (least == 0 || gap < least) {
			least = gap
		}
	}
	return least, newest
}
