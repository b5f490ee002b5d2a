package hyperliquid

import (
	"errors"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// candle is a bar as the venue writes it, stream and REST alike.
type candle struct {
	figure.Candle
	coin []byte
	name []byte // of the interval
}

var (
	errInterval = errors.New("bar of an unknown interval")
	errFuture   = errors.New("bar of the future")
)

// What is said of bars.
const (
	monthText    = "not followed: a month has no fixed length"
	overtakenBar = "overtaken: a later bar has begun"
)

// intervals are the lengths the venue offers. "1M" is there to be recognised.
var intervals = map[string]model.Interval{
	"1m": model.Minute1, "3m": 3 * model.Minute1, "5m": 5 * model.Minute1, "15m": 15 * model.Minute1, "30m": 30 * model.Minute1,
	"1h": model.Hour1, "2h": 2 * model.Hour1, "4h": model.Hour4, "8h": 8 * model.Hour1, "12h": 12 * model.Hour1,
	"1d": model.Day1, "3d": 3 * model.Day1, "1w": model.Week1, "1M": month,
}

// month stands for a month, which is no interval.
const month = model.Interval(-1)

// bar converts a candle into coins and dollars.
func (k *candle) bar(multiplier float64) (model.Bar, error) {
	step := intervals[string(k.name)]
	if !k.Open.Known() || step <= 0 || step <= model.Day1 && k.Open.Floor(step) != k.Open {
		return model.Bar{}, errInterval
	}
	return k.Bar(step, multiplier)
}

// read reads a bar's object.
func (k *candle) read(r *scan.Reader) {
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "t":
			k.Open = figure.Moment(r)
		case "s":
			k.coin, _ = r.Text() // a missing name is refused later
		case "i":
			k.name, _ = r.Text() // an unknown name gives no interval
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

// candles reads the data of the channel: a bar, or a list of them.
func (d *Decoder) candles(r *scan.Reader) error {
	if r.Sort() != scan.Array {
		return d.streamed(r)
	}
	from := len(d.build.Out)
	for ok := r.Array(); ok && r.Element(); {
		d.build.Blame(d.streamed(r))
	}
	if len(d.build.Out) == from && d.build.Faults == 0 {
		d.build.Ignore("nothing: no bars")
	}
	return d.build.Fault()
}

// streamed reads one bar of the stream. The venue does not say when a bar is
// closed: the one before is, once its successor has begun.
func (d *Decoder) streamed(r *scan.Reader) error {
	var k candle
	k.read(r)
	d.belongs("candle", k.coin, k.name)
	c, b, err := d.candle(r, &k)
	if c == nil {
		return err
	}
	if d.Clock.Known() && b.OpenTime > d.Clock.Add(b.Interval.Duration()) {
		return errors.New(c.Symbol + ": " + errFuture.Error())
	}
	before := c.openBar(b.Interval)
	switch figure.TurnOf(before, &b) {
	case figure.Late:
		d.overdue++
		d.build.Say(&c.Subject, model.KindIgnored, overtakenBar)
		return nil
	case figure.Next:
		closed := *before
		closed.Closed = true
		d.emitBar(c, closed)
	}
	*before = b
	d.emitBar(c, b)
	return nil
}

// candle converts a bar that was read. It returns nil for one of a contract or
// an interval that is not followed.
func (d *Decoder) candle(r *scan.Reader, k *candle) (*contract, model.Bar, error) {
	c, err := d.subject(r, k.coin)
	if c == nil {
		return nil, model.Bar{}, err
	}
	if intervals[string(k.name)] == month {
		d.build.Say(&c.Subject, model.KindIgnored, monthText)
		return nil, model.Bar{}, nil
	}
	b, err := k.bar(c.Multiplier)
	if err != nil {
		return nil, model.Bar{}, errors.New(c.Symbol + ": " + err.Error())
	}
	return c, b, nil
}

// openBar returns the place where the contract's newest bar of a length is
// kept.
func (c *contract) openBar(step model.Interval) *model.Bar {
	for i := range c.open {
		if c.open[i].Interval == step {
			return &c.open[i]
		}
	}
	c.open = append(c.open, model.Bar{Interval: step})
	return &c.open[len(c.open)-1]
}

func (d *Decoder) emitBar(c *contract, b model.Bar) {
	ev := d.build.Event(&c.Subject, model.KindBar, 0)
	ev.Bar = b
	ev.Has = model.FieldBar
}

// barRow reads one bar of a REST list. A row is closed when a later one of the
// same sort follows; the last one may still be open.
func (d *Decoder) barRow(r *scan.Reader, from int) error {
	var k candle
	k.read(r)
	c, b, err := d.candle(r, &k)
	if c == nil {
		return err
	}
	if len(d.build.Out) > from {
		last := &d.build.Out[len(d.build.Out)-1]
		follows := last.Kind == model.KindBar && last.Symbol == c.Symbol && last.Bar.Interval == b.Interval
		if follows && b.OpenTime > last.Bar.OpenTime {
			last.Bar.Closed = true
		}
	}
	d.emitBar(c, b)
	return nil
}
