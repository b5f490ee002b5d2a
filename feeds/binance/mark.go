package binance

import (
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// mark reads markPriceUpdate: mark and index price, and the funding that will
// be charged at T. ("P", the settlement estimate, and "ap", an average, are
// not followed.)
func (d *Decoder) mark(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var mark, index, rate figure.Number
	var family int64
	var next nextFunding
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "E":
			stamp = figure.Moment(r)
		case "p":
			mark = figure.Read(r)
		case "i":
			index = figure.Read(r)
		case "r":
			rate = figure.Read(r)
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
	ev := d.build.Event(&c.Subject, model.KindMark, stamp)
	d.build.Price(ev, model.FieldMark, &ev.Mark, mark)
	d.build.Price(ev, model.FieldIndex, &ev.Index, index)
	c.funding(ev, rate, next)
	return d.build.Essence(ev, model.FieldMark, "mark price")
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
	if !ok || at < 0 || at > figure.LastMoment {
		return
	}
	n.at, n.never, n.carried = model.Millis(at), at == 0, true
}

// fundingFields are the figures that do not apply to a contract without
// funding.
const fundingFields = model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding

// funding puts rate, interval and next settlement into the event, or notes that
// they do not apply: dated contracts have none, whatever rate the frame shows.
func (c *contract) funding(ev *model.Event, rate figure.Number, next nextFunding) {
	if next.never || c.kind == model.ContractDated {
		ev.None |= fundingFields
		return
	}
	if next.carried {
		c.settle(next.at, ev.EventTime)
		ev.NextFunding = next.at
		ev.Has |= model.FieldNextFunding
	}
	if rate.OK {
		ev.FundingRate = rate.V
		ev.Has |= model.FieldFundingRate
	}
	if next.carried || rate.OK {
		ev.FundingIntervalH = c.intervalH()
		ev.Has |= model.FieldFundingInterval
	}
}

// Binance settles every 1, 4 or 8 hours (2 was used in 2023). The default
// applies to every symbol fundingInfo does not list (venues/binance §6).
const (
	defaultFundingH  = 8
	shortestFundingH = 1
	longestFunding   = defaultFundingH * time.Hour
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
	if h, ok := figure.WholeHours(next.Sub(last), longestFunding); ok {
		c.seenH = h
	}
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
