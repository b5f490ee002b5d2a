package weex

import (
	"errors"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// candle is a bar as the venue writes it, stream and REST alike.
type candle struct {
	figure.Candle
	end      model.Millis // end is the first moment after the bar, unlike elsewhere
	interval model.Interval
}

var errInterval = errors.New("bar of an unknown interval")

// What is said of bars.
const (
	monthText   = "not followed: a month has no fixed length"
	unnamedText = "the list names no contract: prices and volume as sent"
	markText    = "mark prices"
)

// bar converts a candle into coins and dollars.
func (k *candle) bar(multiplier float64) (model.Bar, error) {
	if !k.Open.Known() || k.interval <= 0 {
		return model.Bar{}, errInterval
	}
	return k.Bar(k.interval, multiplier)
}

// aligned tells whether the bar begins where bars of its length do, without
// which no other can be derived from it.
func (k *candle) aligned() bool {
	return k.interval > 0 && (k.interval > model.Day1 || k.Open.Floor(k.interval) == k.Open)
}

// month stands for a month, which is no interval.
const month = model.Interval(-1)

// intervalNamed returns the length of bars in the venue's words, 0 when it has
// no such. "1M" is there to be recognised.
func intervalNamed(name []byte) model.Interval {
	switch string(name) {
	case "1h":
		return model.Hour1
	case "1d":
		return model.Day1
	case "1m":
		return model.Minute1
	case "5m":
		return 5 * model.Minute1
	case "15m":
		return 15 * model.Minute1
	case "30m":
		return 30 * model.Minute1
	case "2h":
		return 2 * model.Hour1
	case "4h":
		return model.Hour4
	case "6h":
		return 6 * model.Hour1
	case "8h":
		return 8 * model.Hour1
	case "12h":
		return 12 * model.Hour1
	case "1w":
		return model.Week1
	case "1M":
		return month
	default:
		return 0
	}
}

// barsOf says what bars of a frame have in common.
type barsOf struct {
	stamp    model.Millis
	snapshot bool
	mark     bool // of mark prices instead of trades
}

// klines reads the bars of a stream: many at its beginning, then one at a time.
// Data nearly always come last; where they do not they are read once it is
// known whose they are.
func (d *Decoder) klines(r *scan.Reader, snapshot bool) error {
	var symbol, prices []byte
	var data scan.Reader
	of := barsOf{snapshot: snapshot}
	carried := false
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "E":
			of.stamp = figure.Moment(r)
		case "p":
			prices, _ = r.Text() // none: of trades
		case "d":
			data, carried = *r, true
			r.Skip()
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	switch {
	case c == nil:
		return err
	case !carried:
		return errors.New(c.Symbol + ": no bars")
	}
	of.mark = string(prices) == "MARK_PRICE"
	d.past = snapshot
	before := data.Refused()
	err = d.bars(&data, c, of)
	d.build.Refused += uint64(data.Refused() - before)
	return err
}

// bars reads the data of a stream of bars.
func (d *Decoder) bars(r *scan.Reader, c *contract, of barsOf) error {
	from := len(d.build.Out)
	if r.Sort() == scan.Object {
		d.build.Blame(d.streamed(r, c, of))
	} else {
		for ok := r.Array(); ok && r.Element(); {
			d.build.Blame(d.streamed(r, c, of))
		}
	}
	if of.snapshot {
		closeBars(d.build.Out[from:])
	}
	if len(d.build.Out) == from && d.build.Faults == 0 {
		d.build.Say(&c.Subject, model.KindIgnored, "no bars")
	}
	return d.build.Fault()
}

// streamed reads one bar of a stream.
func (d *Decoder) streamed(r *scan.Reader, c *contract, of barsOf) error {
	var k candle
	k.read(r)
	if k.interval == month {
		d.build.Say(&c.Subject, model.KindIgnored, monthText)
		return nil
	}
	b, err := k.bar(c.Multiplier)
	if err == nil && !k.aligned() {
		err = errInterval
	}
	if err != nil {
		return errors.New(c.Symbol + ": " + err.Error())
	}
	if of.mark {
		b.Volume, b.HasVolume = 0, false
	} else if b.Interval == baseInterval {
		d.stream = c.barsName
	}
	b.Closed = of.stamp.Known() && of.stamp >= b.End()
	d.follow(c, b, of)
	return nil
}

// openBar is the newest bar of a stream.
type openBar struct {
	bar  model.Bar
	mark bool
}

// openBar returns the place of the newest bar of a length.
func (c *contract) openBar(step model.Interval, mark bool) *openBar {
	for i := range c.open {
		if o := &c.open[i]; o.bar.Interval == step && o.mark == mark {
			return o
		}
	}
	c.open = append(c.open, openBar{model.Bar{Interval: step}, mark})
	return &c.open[len(c.open)-1]
}

// follow lets a bar out. The venue does not say that a bar is closed: it is
// once its time is over or its successor has begun.
func (d *Decoder) follow(c *contract, b model.Bar, of barsOf) {
	o := c.openBar(b.Interval, of.mark)
	turn := figure.TurnOf(&o.bar, &b)
	switch {
	case of.snapshot:
		if b.OpenTime >= o.bar.OpenTime {
			o.bar = b
		}
		d.emitBar(c, b, of)
		return
	case turn == figure.Late:
		d.overdue++
		d.build.Say(&c.Subject, model.KindIgnored, overtaken)
		return
	case turn == figure.Next && !o.bar.Closed:
		o.bar.Closed = true
		d.emitBar(c, o.bar, of)
	}
	o.bar = b
	d.emitBar(c, b, of)
}

func (d *Decoder) emitBar(c *contract, b model.Bar, of barsOf) {
	ev := d.build.Event(&c.Subject, model.KindBar, of.stamp)
	ev.Bar = b
	ev.Has = model.FieldBar
	if of.mark {
		ev.Text = markText
	}
}

// read reads a bar of a stream.
func (k *candle) read(r *scan.Reader) {
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "t":
			k.Open = figure.Moment(r)
		case "i":
			name, _ := r.Text() // an unknown name gives no interval
			k.interval = intervalNamed(name)
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
		default:
			r.Skip()
		}
	}
}

// readRow reads the array of a REST bar: opening time, four prices, volume,
// the moment it ends, and four columns that are not followed.
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
		k.interval = model.Interval(k.end.Sub(k.Open))
	}
}

// barRow reads one bar of a REST list, which names neither contract nor
// interval: its figures are in the venue's own units, and its length shows.
func (d *Decoder) barRow(r *scan.Reader) error {
	var k candle
	r.Array()
	k.readRow(r)
	if r.Failed() {
		return nil // End tells what is wrong
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

// closeBars marks the bars of a list as closed that a later one follows.
func closeBars(rows []model.Event) {
	newest := model.Millis(0)
	for i := range rows {
		if rows[i].Kind == model.KindBar {
			newest = max(newest, rows[i].Bar.OpenTime)
		}
	}
	for i := range rows {
		if ev := &rows[i]; ev.Kind == model.KindBar && ev.Bar.OpenTime < newest {
			ev.Bar.Closed = true
		}
	}
}
