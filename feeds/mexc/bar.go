package mexc

import (
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
	monthText     = "not followed: a month has no fixed length"
	overtakenBar  = "overtaken: a later bar came before"
	offsetDayText = "opens at another hour than midnight UTC"
)

// month stands for a month, which is no interval.
const month = model.Interval(-1)

// intervals are the lengths MEXC offers in its own words (venues/mexc §5).
// "Month1" is there to be recognised.
var intervals = []struct {
	name string
	step model.Interval
}{
	{"Min60", model.Hour1}, {"Day1", model.Day1},
	{"Min1", model.Minute1}, {"Min5", 5 * model.Minute1}, {"Min15", 15 * model.Minute1}, {"Min30", 30 * model.Minute1},
	{"Hour4", model.Hour4}, {"Hour8", 8 * model.Hour1}, {"Week1", model.Week1}, {"Month1", month},
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

// nameOf returns an interval in the venue's words.
func nameOf(step model.Interval) string {
	for i := range intervals {
		if intervals[i].step == step {
			return intervals[i].name
		}
	}
	return ""
}

// latestBar is the newest bar of one length that the stream told of.
type latestBar struct {
	bar  model.Bar
	over bool // its close was told
}

// bar turns the figures of a row into a bar. A volume is only known with the
// size of a contract.
func (b *row) bar(step model.Interval, c *contract) (model.Bar, error) {
	k := figure.Candle{Open: fromSeconds(b.t), First: b.open, High: b.high, Low: b.low, Last: b.end}
	bar, err := k.Bar(step, c.Multiplier)
	if err != nil {
		return model.Bar{}, err
	}
	volume := b.volume
	if !volume.OK {
		volume = b.other
	}
	if coins := c.coins(volume); coins.OK {
		bar.Volume, bar.HasVolume = coins.V, true
	}
	if !bar.Consistent() {
		return model.Bar{}, figure.ErrBar // its volume is below zero
	}
	if !bar.OpenTime.Known() || step > 0 && step < model.Day1 && bar.OpenTime.Floor(step) != bar.OpenTime {
		return model.Bar{}, errInterval
	}
	return bar, nil
}

// kline turns a bar of the stream into events. The venue never says that a bar
// is closed: it is once the venue's stamp has passed its end, or a later bar is
// told of, which then gives two events.
func (d *Decoder) kline(b *row, c *contract, stamp model.Millis) error {
	step := intervalNamed(b.interval)
	if step == month {
		d.build.Say(&c.Subject, model.KindIgnored, monthText)
		return nil
	}
	if step == 0 {
		return errors.New(c.Symbol + ": " + errInterval.Error())
	}
	bar, err := b.bar(step, c)
	if err != nil {
		return errors.New(c.Symbol + ": " + err.Error())
	}
	last := c.latest(step)
	turn := figure.TurnOf(&last.bar, &bar)
	if turn == figure.Late {
		d.overdue++
		d.build.Say(&c.Subject, model.KindIgnored, overtakenBar).EventTime = stamp
		return nil
	}
	if turn == figure.Next && !last.over {
		d.barEvent(c, last.bar, stamp).Bar.Closed = true
	}
	bar.Closed = stamp.Known() && stamp >= bar.End()
	*last = latestBar{bar, bar.Closed}
	d.barEvent(c, bar, stamp)
	return nil
}

// latest returns the memory of a length of bars, valid until the next call.
func (c *contract) latest(step model.Interval) *latestBar {
	for i := range c.bars {
		if c.bars[i].bar.Interval == step {
			return &c.bars[i]
		}
	}
	c.bars = append(c.bars, latestBar{bar: model.Bar{Interval: step}})
	return &c.bars[len(c.bars)-1]
}

// barEvent appends the event of a bar.
func (d *Decoder) barEvent(c *contract, bar model.Bar, stamp model.Millis) *model.Event {
	ev := d.build.Event(&c.Subject, model.KindBar, stamp)
	ev.Bar, ev.Has = bar, model.FieldBar
	if bar.Interval == model.Day1 && bar.OpenTime.Floor(model.Day1) != bar.OpenTime {
		ev.Text = offsetDayText
	}
	return ev
}

// table is a list of bars by columns, as REST gives it.
type table struct {
	time                            []model.Millis
	open, high, low, close, volumes []figure.Number
}

// readTable reads the columns.
func readTable(r *scan.Reader) (t table) {
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "time":
			for more := r.Array(); more && r.Element(); {
				t.time = append(t.time, fromSeconds(figure.Moment(r)))
			}
		case "open":
			t.open = column(r)
		case "high":
			t.high = column(r)
		case "low":
			t.low = column(r)
		case "close":
			t.close = column(r)
		case "vol":
			t.volumes = column(r)
		default:
			r.Skip()
		}
	}
	return t
}

func column(r *scan.Reader) (list []figure.Number) {
	for more := r.Array(); more && r.Element(); {
		list = append(list, figure.Read(r))
	}
	return list
}

// at returns row i; what a column is too short for is missing.
func (t *table) at(i int) row {
	pick := func(column []figure.Number) figure.Number {
		if i < len(column) {
			return column[i]
		}
		return figure.Number{}
	}
	return row{
		t: t.time[i], open: pick(t.open), high: pick(t.high), low: pick(t.low), end: pick(t.close), volume: pick(t.volumes),
	}
}

// columns turns a body of bars into events. It names neither contract nor
// length; the length shows between the rows, and a row is closed when another
// follows.
func (d *Decoder) columns(r scan.Reader) error {
	from, before := len(d.build.Out), r.Refused()
	t := readTable(&r)
	d.build.Refused += uint64(r.Refused() - before)
	step, newest := leastGap(t.time)
	for i := range t.time {
		b := t.at(i)
		bar, err := b.bar(offered(step), &nobody)
		if err != nil {
			d.build.Blame(err)
			continue
		}
		if step >= shortestMonth {
			d.build.Ignore(monthText)
			continue
		}
		bar.Closed = bar.OpenTime < newest
		ev := d.build.Note(model.KindBar, unnamedText)
		ev.Bar, ev.Has = bar, model.FieldBar
	}
	return d.build.Rows(from)
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
func leastGap(opens []model.Millis) (least time.Duration, newest model.Millis) {
	opens = slices.Sorted(slices.Values(opens))
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
