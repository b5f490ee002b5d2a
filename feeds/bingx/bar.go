package bingx

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

var errInterval = errors.New("bar of an unknown interval")

// What is said of bars.
const (
	monthText    = "not followed: a month has no fixed length"
	overtakenBar = "overtaken: a later bar came before"
	unnamedText  = "the list names no contract: prices and volume as sent"
)

// candle is a bar as the venue writes it, stream and REST alike.
type candle struct {
	figure.Candle
	end model.Millis
}

// read reads the object of a bar. Captures have the opening time under "T"; old
// documents show it under "t", with "T" the end, or everything inside "K".
func (k *candle) read(r *scan.Reader) {
	if !r.Object() {
		return
	}
	for r.Member() {
		if string(r.Key()) == "K" && r.Object() {
			for r.Member() {
				k.readMember(r)
			}
			continue
		}
		k.readMember(r)
	}
}

// readMember reads one member of a bar.
func (k *candle) readMember(r *scan.Reader) {
	switch string(r.Key()) {
	case "T", "closeTime":
		k.end = figure.Moment(r)
	case "t", "time", "openTime":
		k.Open = figure.Moment(r)
	case "o", "open":
		k.First = figure.Read(r)
	case "h", "high":
		k.High = figure.Read(r)
	case "l", "low":
		k.Low = figure.Read(r)
	case "c", "close":
		k.Last = figure.Read(r)
	case "v", "volume":
		k.Volume = figure.Read(r)
	default:
		r.Skip()
	}
}

// opening returns when the bar opened. A stamp of its end, one millisecond
// before the next, gives the same.
func (k *candle) opening(step model.Interval) model.Millis {
	at := k.Open
	if !at.Known() {
		at = k.end
	}
	switch {
	case step <= 0 || !at.Known():
		return at
	case step > model.Day1: // weeks begin on Monday, the epoch was a Thursday
		if at%1000 == 999 {
			return at + 1 - model.Millis(step.Duration().Milliseconds())
		}
		return at
	default:
		return at.Floor(step)
	}
}

// bar converts a candle into coins and dollars. Without a known interval the
// bar has none.
func (k *candle) bar(step model.Interval, multiplier float64) (model.Bar, error) {
	at := k.opening(step)
	if !at.Known() {
		return model.Bar{}, errors.New("bar without a time")
	}
	b, err := k.Bar(step, multiplier)
	b.OpenTime = at
	return b, err
}

// klines reads bars of the stream: a list in every capture, an object in old
// documents.
func (d *Decoder) klines(r *scan.Reader, h *head) error {
	step := intervalOf(h.name)
	if r.Sort() != scan.Array {
		return d.kline(r, h, step)
	}
	from := len(d.build.Out)
	for r.Array(); r.Element(); {
		d.build.Blame(d.kline(r, h, step))
	}
	return d.build.Rows(from)
}

// kline reads one bar. The venue never says that a bar is closed: it is once a
// later bar is told of, which then gives two events.
func (d *Decoder) kline(r *scan.Reader, h *head, step model.Interval) error {
	var k candle
	k.read(r)
	c, err := d.subject(r, h.symbol)
	if c == nil {
		return err
	}
	if step == month {
		d.build.Say(&c.Subject, model.KindIgnored, monthText)
		return nil
	}
	bar, err := k.bar(step, c.Multiplier)
	if step == 0 {
		err = errInterval
	}
	if err != nil {
		return errors.New(c.Symbol + ": " + err.Error())
	}
	last := c.latest(step)
	switch figure.TurnOf(last, &bar) {
	case figure.Late:
		d.overdue++
		d.build.Say(&c.Subject, model.KindIgnored, overtakenBar)
		return nil
	case figure.Next:
		last.Closed = true
		d.barEvent(c, *last)
	}
	*last = bar
	d.barEvent(c, bar)
	return nil
}

// latest returns the memory of a length of bars, valid until the next call.
func (c *contract) latest(step model.Interval) *model.Bar {
	for i := range c.bars {
		if c.bars[i].Interval == step {
			return &c.bars[i]
		}
	}
	c.bars = append(c.bars, model.Bar{Interval: step})
	return &c.bars[len(c.bars)-1]
}

// barEvent appends the event of a bar. Frames of bars carry no stamp.
func (d *Decoder) barEvent(c *contract, bar model.Bar) {
	ev := d.build.Event(&c.Subject, model.KindBar, 0)
	ev.Bar, ev.Has = bar, model.FieldBar
}

// barRow appends a bar of a REST list, which names neither contract nor length:
// its figures are in the venue's own units, and the length shows between the
// rows, see dateBars.
func (d *Decoder) barRow(b *row) error {
	k := candle{Candle: figure.Candle{Open: b.barOpen(), First: b.open, High: b.high, Low: b.low, Last: b.end, Volume: b.volume}}
	bar, err := k.bar(0, 1)
	if err != nil {
		return err
	}
	ev := d.build.Note(model.KindBar, unnamedText)
	ev.Bar, ev.Has = bar, model.FieldBar
	return nil
}

// dateBars works out the length of the bars of a REST list from the least time
// between two of them, and which are closed: all but the newest. The venue lists
// them in either order.
func dateBars(rows []model.Event) {
	var opens []model.Millis
	for i := range rows {
		if rows[i].Kind == model.KindBar {
			opens = append(opens, rows[i].Bar.OpenTime)
		}
	}
	if len(opens) < 2 {
		return
	}
	slices.SortFunc(opens, cmp.Compare)
	step, newest := leastGap(opens), opens[len(opens)-1]
	for i := range rows {
		if b := &rows[i].Bar; rows[i].Kind == model.KindBar {
			b.Interval, b.Closed = offered(step), b.OpenTime < newest
		}
	}
}

// leastGap returns the least time between two of the sorted moments.
func leastGap(sorted []model.Millis) (least time.Duration) {
	for i := 1; i < len(sorted); i++ {
		if gap := sorted[i].Sub(sorted[i-1]); gap > 0 && (least == 0 || gap < least) {
			least = gap
		}
	}
	return least
}

// offered returns the interval of a length, 0 when the venue has no such.
func offered(length time.Duration) model.Interval {
	for i := range intervals {
		if intervals[i].step.Duration() == length {
			return intervals[i].step
		}
	}
	return 0
}
