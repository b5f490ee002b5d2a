package weex

import (
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// premium is what premiumIndex tells of funding.
type premium struct {
	coming  figure.Number // forecastFundingRate: charged at the next settlement
	settled figure.Number // lastFundingRate: charged at the last one
	cycle   figure.Number // minutes between settlements
	next    model.Millis
}

// carried tells whether anything was said of funding.
func (p *premium) carried() bool { return p.coming.OK || p.settled.OK || p.cycle.OK || p.next.Known() }

// Funding intervals. The venue uses 1, 4 and 8 hours; its documentation shows
// a contract that settles every 6.
const (
	minutesPerHour  = 60
	longestFundingH = 24
	longestSettledH = 8
)

// funding puts the funding to come into an event. The rate that was charged
// last is not it. Until a contract's first settlement is planned the venue
// writes one of 1970.
func (d *Decoder) funding(ev *model.Event, c *contract, p *premium) {
	if p.cycle.OK {
		if h := p.cycle.V / minutesPerHour; h > 0 && h <= longestFundingH {
			c.cycleH = h
		} else {
			d.build.Refused++
		}
	}
	if p.coming.OK {
		ev.FundingRate = p.coming.V
		ev.Has |= model.FieldFundingRate
	}
	now := ev.EventTime
	if !now.Known() {
		now = d.build.Received
	}
	if p.next >= max(now, earliest) {
		ev.NextFunding = p.next
		ev.Has |= model.FieldNextFunding
	}
	d.interval(ev, c)
}

// earliest is before the venue existed: 2015.
const earliest = model.Millis(1420070400000)

// interval puts the funding interval into an event if it is known.
func (d *Decoder) interval(ev *model.Event, c *contract) {
	if h := c.intervalH(); h > 0 {
		ev.FundingIntervalH = h
		ev.Has |= model.FieldFundingInterval
	}
}

// settlement is a row of fundingRate: what was charged, and when.
func (d *Decoder) settlement(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindFunding, b.settledAt)
	d.build.Price(ev, model.FieldMark, &ev.Mark, b.quote.mark)
	if b.settledRate.OK {
		ev.FundingRate = b.settledRate.V
		ev.Has |= model.FieldFundingRate
		d.interval(ev, c)
	}
	return d.build.Essence(ev, model.FieldFundingRate, "funding rate")
}

// dateSettlements works out the interval of each settlement in a list from the
// one before it in time, for the oldest from the one after. Where these do not
// tell, what the contract knows stays. The venue writes the newest first.
func dateSettlements(rows []model.Event) {
	for i := range rows {
		if !isSettlement(&rows[i]) {
			continue
		}
		h, ok := settledH(rows, i, true)
		if !ok {
			h, ok = settledH(rows, i, false)
		}
		if ok {
			rows[i].FundingIntervalH = h
			rows[i].Has |= model.FieldFundingInterval
		}
	}
}

// settledH returns the hours between settlement i and its neighbour in the list
// that is older, or younger.
func settledH(rows []model.Event, i int, older bool) (float64, bool) {
	for _, j := range [...]int{i + 1, i - 1} {
		if j < 0 || j >= len(rows) || !isSettlement(&rows[j]) || rows[i].Symbol != rows[j].Symbol {
			continue
		}
		gap := rows[i].EventTime.Sub(rows[j].EventTime)
		if (gap > 0) == older {
			return wholeHours(gap.Abs())
		}
	}
	return 0, false
}

func isSettlement(ev *model.Event) bool {
	return ev.Kind == model.KindFunding && ev.Has.Has(model.FieldFundingRate) && !ev.Has.Has(model.FieldNextFunding)
}

// wholeHours returns how many hours a funding interval has; the stamps of
// settlements are off by some milliseconds. Longer than the longest one in use
// is no interval but a gap.
func wholeHours(d time.Duration) (float64, bool) {
	whole := d.Round(time.Hour)
	if (d-whole).Abs() > time.Minute || whole < time.Hour || whole > longestSettledH*time.Hour {
		return 0, false
	}
	return whole.Hours(), true
}

// readRate reads the members about funding. It says false for others.
func (b *row) readRate(r *scan.Reader) bool {
	switch string(r.Key()) {
	case "forecastFundingRate":
		b.premium.coming = figure.Read(r)
	case "lastFundingRate":
		b.premium.settled = figure.Read(r)
	case "collectCycle":
		b.premium.cycle = figure.Read(r)
	case "nextFundingTime":
		b.premium.next = figure.Moment(r)
	case "fundingRate":
		b.settledRate = figure.Read(r)
	case "fundingTime":
		b.settledAt = figure.Moment(r)
	default:
		return false
	}
	return true
}
