package okx

import (
	"errors"
	"slices"
	"strconv"

	"eddy/feeds/scan"
	"eddy/model"
)

// sort is what a row of a REST body turns out to be.
type sort uint8

const (
	unknownRow sort = iota
	tickerRow
	markRow
	indexRow
	fundingNow
	settlementRow
	interestRow
	listedRow // a contract of the list
	tierRow
	tradeRow
	bookRow
	clockRow
	statusRow
	otherRow // of a contract, without a figure that is followed
)

// telling are the keys that tell what a row is. The first one found in a row
// decides.
var telling = map[string]sort{
	"markPx": markRow, "idxPx": indexRow, "realizedRate": settlementRow, "oi": interestRow, "oiCcy": interestRow,
	"last": tickerRow, "askPx": tickerRow, "bidPx": tickerRow, "ctVal": listedRow, "tickSz": listedRow,
	"tier": tierRow, "tradeId": tradeRow, "asks": bookRow, "bids": bookRow, "scheDesc": statusRow,
}

// sortOf looks ahead in a copy of the reader for the key that tells what the
// row is.
func sortOf(r scan.Reader) sort {
	var funding, named, stamped bool
	keys := 0
	for r.Object(); r.Member(); keys++ {
		if s := telling[string(r.Key())]; s != unknownRow {
			return s
		}
		switch string(r.Key()) {
		case "fundingRate", "fundingTime", "nextFundingTime":
			funding = true // or a settlement, if the rate that was paid follows
		case "instId":
			named = true
		case "ts":
			stamped = true
		}
		r.Skip()
	}
	switch {
	case funding:
		return fundingNow
	case named:
		return otherRow
	case stamped && keys == 1:
		return clockRow
	default:
		return unknownRow
	}
}

// body reads the rows of a REST body, which does not say what it is: that shows
// in what the rows carry.
func (d *Decoder) body(r *scan.Reader) error {
	if r.Sort() != scan.Array {
		r.Skip()
		return errors.New("data that are no list")
	}
	from, listed := len(d.build.Out), 0
	for r.Array(); r.Element(); {
		if r.Sort() == scan.Array {
			d.build.Blame(d.listRow(r))
			continue
		}
		s := sortOf(*r)
		if s == listedRow {
			listed++
			r.Skip()
			continue
		}
		d.build.Blame(d.bodyRow(r, s))
	}
	if r.Failed() {
		return nil // End tells what is wrong
	}
	if listed > 0 {
		d.build.Ignore("list of " + strconv.Itoa(listed) + " contracts: give it as --instruments")
	}
	dateSettlements(d.build.Out[from:])
	dateBars(d.build.Out[from:])
	return d.build.Rows(from)
}

// bodyRow reads a row that is an object.
func (d *Decoder) bodyRow(r *scan.Reader, s sort) error {
	switch s {
	case tickerRow:
		return d.marketRow(r, tickersChannel)
	case markRow:
		return d.marketRow(r, markChannel)
	case indexRow:
		return d.marketRow(r, indexChannel)
	case fundingNow:
		return d.marketRow(r, fundingChannel)
	case interestRow:
		return d.marketRow(r, interestChannel)
	case settlementRow:
		return d.settlement(r)
	case statusRow:
		return d.status(r)
	}
	r.Skip()
	if text := unusedRows[s]; text != "" {
		d.build.Ignore(text)
		return nil
	}
	return errors.New("a row of no known shape")
}

// unusedRows says what rows are that are understood and of no use.
var unusedRows = map[sort]string{
	tierRow: "not followed: margin tiers", tradeRow: "not followed: trades",
	bookRow: "not followed: depth of an order book", clockRow: "the venue's clock",
	otherRow: "not followed: a row without any of the figures that are",
}

// Columns of a row of open interest's history: time, contracts, coins, dollars.
const interestColumns = 4

// listRow reads a row that is a list: a bar, or open interest of the past.
func (d *Decoder) listRow(r *scan.Reader) error {
	var k candle
	r.Array()
	k.read(r)
	switch {
	case r.Failed():
		return nil // End tells what is wrong
	case k.columns == interestColumns:
		ev := d.build.Note(model.KindOpenInterest, unnamedText)
		ev.EventTime = k.Open
		d.build.Amount(ev, model.FieldOpenInterest, &ev.OpenInterest, k.High) // the third column
		d.build.Amount(ev, model.FieldOpenInterestUSD, &ev.OpenInterestUSD, k.Low)
		return d.build.Essence(ev, model.FieldOpenInterest, "open interest")
	case k.columns < interestColumns:
		d.build.Ignore("not followed: a row of " + strconv.Itoa(k.columns) + " columns")
		return nil
	case k.columns < bareColumns:
		return errors.New("a row of too few columns")
	}
	b, err := k.bar(0, k.coins(model.ContractUnknown))
	if err != nil {
		return err
	}
	if k.columns > bareColumns && k.columns < confirmColumn {
		b.Closed = len(d.build.Out) > 0 && d.build.Out[len(d.build.Out)-1].Kind == model.KindBar // newest first
	}
	ev := d.build.Note(model.KindBar, unnamedText)
	ev.Bar, ev.Has = b, model.FieldBar
	return nil
}

// dateBars works out the interval of a list of bars, which names none: the
// least time between two neighbours. One bar alone tells nothing.
func dateBars(rows []model.Event) {
	least := model.Millis(0)
	for i := 1; i < len(rows); i++ {
		gap := rows[i-1].Bar.OpenTime - rows[i].Bar.OpenTime
		gap = max(gap, -gap)
		if rows[i].Kind == model.KindBar && rows[i-1].Kind == model.KindBar && gap > 0 && (least == 0 || gap < least) {
			least = gap
		}
	}
	step := model.Interval(least.Sub(0))
	if !knownLength(step) {
		return
	}
	for i := range rows {
		if rows[i].Kind == model.KindBar {
			rows[i].Bar.Interval = step
		}
	}
}

// knownLength tells whether the venue has bars of that length.
func knownLength(step model.Interval) bool {
	known := []model.Interval{model.Minute1 / 60}
	for _, m := range []int{1, 3, 5, 15, 30, 60, 120, 240, 360, 720, 1440, 2 * 1440, 3 * 1440, 5 * 1440, 7 * 1440} {
		known = append(known, model.Interval(m)*model.Minute1)
	}
	return slices.Contains(known, step)
}

// dateSettlements works out the interval of each settlement in a list, newest
// first as the venue sends it, from its neighbours: the one before it in time,
// for the oldest the one after it. Where these do not tell, what the list of
// contracts says stays.
func dateSettlements(rows []model.Event) {
	for i := range rows {
		h, ok := between(rows, i+1, i)
		if !ok {
			h, ok = between(rows, i, i-1)
		}
		if ok {
			rows[i].FundingIntervalH = h
			rows[i].Has |= model.FieldFundingInterval
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
	return wholeHours(rows[older].EventTime, rows[newer].EventTime)
}

// isSettlement tells whether an event is of the past: it does not say when
// funding comes next.
func isSettlement(ev *model.Event) bool {
	return ev.Kind == model.KindFunding && ev.Has.Has(model.FieldFundingRate) && !ev.Has.Has(model.FieldNextFunding)
}
