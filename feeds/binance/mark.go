package binance

import (
	"time"

	"eddy/feeds/scan"
	"eddy/model"
)

// mark reads markPriceUpdate: mark and index price, and the funding that will
// be charged at T. ("P", the settlement estimate, and "ap", an average, are
// not followed.)
func (d *Decoder) mark(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var mark, index, rate figure
	var family int64
	var next nextFunding
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "E":
			stamp = moment(r)
		case "p":
			mark = number(r)
		case "i":
			index = number(r)
		case "r":
			rate = number(r)
		case "T":
			next.read(r)
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
	ev := d.emit(c, model.KindMark, stamp)
	d.price(ev, model.FieldMark, &ev.Mark, mark)
	d.price(ev, model.FieldIndex, &ev.Index, index)
	c.funding(ev, rate, next)
	return d.essence(ev, model.FieldMark, "mark price")
}

// nextFunding is the time of the next settlement as a frame tells it. Zero is
// a statement of its own: there is none.
type nextFunding struct {
	at      model.Millis
	never   bool
	carried bool
}

func (n *nextFunding) read(r *scan.Reader) {
	at, ok := r.Int()
	if !ok || at < 0 || at > lastMoment {
		return
	}
	n.at, n.never, n.carried = model.Millis(at), at == 0, true
}

// fundingFields are the figures that do not apply to a contract without
// funding.
const fundingFields = model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding

// funding puts rate, interval and next settlement into the event, or notes that
// they do not apply: dated contracts have none, whatever rate the frame shows.
func (c *contract) funding(ev *model.Event, rate figure, next nextFunding) {
	if next.never || c.kind == model.ContractDated {
		ev.None |= fundingFields
		return
	}
	if next.carried {
		c.settle(next.at, ev.EventTime)
		ev.NextFunding = next.at
		ev.Has |= model.FieldNextFunding
	}
	if rate.ok {
		ev.FundingRate = rate.v
		ev.Has |= model.FieldFundingRate
	}
	if next.carried || rate.ok {
		ev.FundingIntervalH = c.intervalH()
		ev.Has |= model.FieldFundingInterval
	}
}

// Binance settles every 1, 4 or 8 hours (2 was used in 2023). The default
// applies to every symbol fundingInfo does not list (venues/binance §6).
const (
	defaultFundingH  = 8
	shortestFundingH = 1
)

// settle follows the time of the next settlement, to learn the interval from
// two of them. That works only when the change is seen right after the first:
// had more than the shortest interval gone by, one in between could have been
// missed.
func (c *contract) settle(next, stamp model.Millis) {
	last := c.nextFunding
	c.nextFunding = next
	if !last.Known() || next <= last || stamp < last || stamp.Sub(last) >= shortestFundingH*time.Hour {
		return
	}
	if h, ok := wholeHours(next.Sub(last)); ok {
		c.seenH = h
	}
}

// wholeHours returns how many hours a funding interval has; the stamps of
// settlements are off by some milliseconds. Longer than the default is no
// interval but a gap.
func wholeHours(d time.Duration) (float64, bool) {
	whole := d.Round(time.Hour)
	if (d-whole).Abs() > time.Minute || whole < time.Hour || whole > defaultFundingH*time.Hour {
		return 0, false
	}
	return whole.Hours(), true
}

// intervalH returns the funding interval: what was seen, else what fundingInfo
// says, else the venue's rule.
func (c *contract) intervalH() float64 {
	switch {
	case c.seenH > 0:
		return c.seenH
	case c.listedH > 0:
		return c.listedH
	default:
		return defaultFundingH
	}
}
