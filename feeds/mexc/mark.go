package mexc

import (
	"slices"
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// priceOf is a price that comes alone.
type priceOf struct {
	bit  model.Fields // FieldMark or FieldIndex
	V    figure.Number
	what string
}

// onePrice turns a mark or an index price into an event.
func (d *Decoder) onePrice(c *contract, stamp model.Millis, p priceOf) error {
	ev := d.tell(c, model.KindMark, stamp)
	dst := &ev.Mark
	if p.bit == model.FieldIndex {
		dst = &ev.Index
	}
	d.build.Price(ev, p.bit, dst, p.V)
	return d.build.Essence(ev, p.bit, p.what)
}

// fundingFields are the figures that do not apply to a contract without
// funding.
const fundingFields = model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding

// longestFundingH is longer than any funding interval, in hours.
const longestFundingH = 24

// addInterval adds how often funding is settled, where that is known.
func (c *contract) addInterval(ev *model.Event) {
	if c.intervalH > 0 && c.kind != model.ContractDated {
		ev.FundingIntervalH = c.intervalH
		ev.Has |= model.FieldFundingInterval
	}
}

// funding turns the running rate into an event. By REST the interval comes
// along, and newer bodies carry mark and index too.
func (d *Decoder) funding(b *row, c *contract, stamp model.Millis) error {
	kind := model.KindFunding
	if b.fair.OK || b.index.OK {
		kind = model.KindMark
	}
	d.hearCycle(b, c)
	ev := d.tell(c, kind, stamp)
	d.build.Price(ev, model.FieldMark, &ev.Mark, b.fair)
	d.build.Price(ev, model.FieldIndex, &ev.Index, b.index)
	if c.kind == model.ContractDated {
		return nil
	}
	if b.rate.OK {
		ev.FundingRate = b.rate.V
		ev.Has |= model.FieldFundingRate
	}
	if b.nextSettle.Known() {
		ev.NextFunding = b.nextSettle
		ev.Has |= model.FieldNextFunding
	}
	c.addInterval(ev)
	return d.build.Essence(ev, model.FieldMark|model.FieldIndex|fundingFields, "funding")
}

// hearCycle remembers how often funding is settled.
func (d *Decoder) hearCycle(b *row, c *contract) {
	switch {
	case !b.cycleH.OK:
	case b.cycleH.V > 0 && b.cycleH.V <= longestFundingH:
		c.intervalH = b.cycleH.V
	default:
		d.build.Refused++
	}
}

// settlement turns a row of the history of funding into an event: what was
// charged, and when.
func (d *Decoder) settlement(b *row, c *contract) error {
	ev := d.tell(c, model.KindFunding, b.settledAt)
	if b.rate.OK {
		ev.FundingRate = b.rate.V
		ev.Has |= model.FieldFundingRate
	}
	if h := b.cycleH; h.OK && h.V > 0 && h.V <= longestFundingH {
		ev.FundingIntervalH = h.V
		ev.Has |= model.FieldFundingInterval
	}
	return d.build.Essence(ev, model.FieldFundingRate, "funding rate")
}

// settlements reads a page of the history of funding, the newest first.
func (d *Decoder) settlements(r scan.Reader) error {
	from, before := len(d.build.Out), r.Refused()
	for r.Object(); r.Member(); {
		if string(r.Key()) != "resultList" || r.Sort() != scan.Array {
			r.Skip()
			continue
		}
		for r.Array(); r.Element(); {
			var b row
			if d.build.Blame(b.readObject(&r, d.keys.row)); b.isObject {
				d.build.Blame(d.bodyRow(&b))
			}
		}
	}
	d.build.Refused += uint64(r.Refused() - before)
	d.dateSettlements(d.build.Out[from:])
	return d.build.Rows(from)
}

// dateSettlements works out the interval of settlements that do not tell it
// from their neighbours: the one before it in time, for the oldest the one
// after it. Where these do not tell, what is known of the contract stays.
func (d *Decoder) dateSettlements(rows []model.Event) {
	for i := range rows {
		ev := &rows[i]
		if !isSettlement(ev) || ev.Has.Has(model.FieldFundingInterval) {
			continue
		}
		h, ok := between(rows, i+1, i)
		if !ok {
			h, ok = between(rows, i, i-1)
		}
		if ok {
			ev.FundingIntervalH = h
			ev.Has |= model.FieldFundingInterval
			continue
		}
		if c := d.contracts.Known(ev.Symbol); c != nil {
			c.addInterval(ev)
		}
	}
}

// between returns the hours from settlement older to settlement newer.
func between(rows []model.Event, older, newer int) (float64, bool) {
	if newer < 0 || older >= len(rows) || !isSettlement(&rows[older]) || !isSettlement(&rows[newer]) {
		return 0, false
	}
	if rows[older].Symbol != rows[newer].Symbol {
		return 0, false
	}
	span := rows[newer].EventTime.Sub(rows[older].EventTime)
	return figure.WholeHours(span, longestFundingH*time.Hour)
}

// isSettlement tells whether an event is of the past: it does not say when
// funding comes next.
func isSettlement(ev *model.Event) bool {
	return ev.Kind == model.KindFunding && ev.Has.Has(model.FieldFundingRate) && !ev.Has.Has(model.FieldNextFunding)
}

// settlementPoints takes settlements out of an answer, oldest first.
func settlementPoints(events []model.Event) (points []model.FundingPoint) {
	for _, ev := range slices.Backward(events) {
		newer := len(points) == 0 || ev.EventTime > points[len(points)-1].Time
		if isSettlement(&ev) && ev.EventTime.Known() && newer {
			points = append(points, model.FundingPoint{Time: ev.EventTime, Rate: ev.FundingRate, IntervalH: ev.FundingIntervalH})
		}
	}
	return points
}
