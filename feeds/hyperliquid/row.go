package hyperliquid

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// body reads a REST body, or a row of one.
func (d *Decoder) body(r *scan.Reader, s shape) error {
	switch s {
	case shapeMids:
		d.build.Blame(d.mids(r))
		return d.build.Fault()
	case shapeMeta:
		names := d.meta(r)
		d.build.Ignore("list of " + strconv.Itoa(len(names)) + " contracts: give it as --instruments")
		return nil
	case shapeBook:
		return d.book(r, model.KindBook)
	case shapeSettlement:
		return d.settlement(r)
	case shapeCandle:
		return d.barRow(r, len(d.build.Out))
	case shapeTrade:
		return d.trade(r, readTrade(r), 1)
	case shapeRefusal:
		return d.bodyRefusal(r)
	case shapeStatus:
		return d.status(r)
	case shapeContext:
		r.Skip()
		d.build.Ignore("figures of a contract that is not named")
		return nil
	default:
		r.Skip()
		d.build.Ignore(map[shape]string{shapeRequest: "a request of ours", shapeDex: "a dex"}[s])
		return nil
	}
}

// list reads a REST list, whose rows are told apart one by one. A row that
// makes no sense does not spoil the others.
func (d *Decoder) list(r *scan.Reader) error {
	from := len(d.build.Out)
	rows := listing{from: from}
	for ok := r.Array(); ok && r.Element(); {
		d.build.Blame(d.listed(r, &rows))
	}
	switch {
	case r.Failed() || d.build.Faults > 0:
	case rows.predicted > 0:
		d.build.Ignore("funding predicted for " + strconv.Itoa(rows.predicted) + " coins: not followed")
	case rows.dexes > 0:
		d.build.Ignore("list of " + strconv.Itoa(rows.dexes) + " dexes of builders: not followed")
	case rows.metas > 0 && rows.contexts == 0:
		d.build.Ignore(fmt.Sprintf("list of %d contracts: give it as --instruments", rows.names))
	case len(d.build.Out) == from:
		d.build.Ignore("nothing: an empty list")
	}
	return d.build.Fault()
}

// listing is what was met in a list so far.
type listing struct {
	from      int
	universe  []string // of the element before
	names     int
	metas     int
	contexts  int
	predicted int
	dexes     int
}

// listed reads one element of a list.
func (d *Decoder) listed(r *scan.Reader, rows *listing) error {
	universe := rows.universe
	rows.universe = nil
	switch r.Sort() {
	case scan.Object:
		return d.listedObject(r, rows)
	case scan.Array:
		if universe != nil {
			rows.contexts++
			return d.contexts(r, universe, dexOf(universe))
		}
		r.Skip()
		rows.predicted++
		return nil
	case scan.Null: // the first dex, which has no description
		r.Skip()
		return nil
	default:
		r.Skip()
		return errors.New("a row that is neither an object nor an array")
	}
}

func (d *Decoder) listedObject(r *scan.Reader, rows *listing) error {
	switch s := probe(*r); s.shape {
	case shapeMeta:
		rows.universe = d.meta(r)
		rows.metas++
		rows.names += len(rows.universe)
		return nil
	case shapeCandle:
		return d.barRow(r, rows.from)
	case shapeDex:
		r.Skip()
		rows.dexes++
		return nil
	case shapeEnvelope, shapeMids:
		r.Skip()
		return errors.New("a row of no known shape")
	default:
		return d.body(r, s.shape)
	}
}

// meta reads a list of contracts for the order of its names, which contexts go
// by, and returns them.
func (d *Decoder) meta(r *scan.Reader) []string {
	names := []string{}
	for ok := r.Object(); ok && r.Member(); {
		if string(r.Key()) != "universe" {
			r.Skip()
			continue
		}
		for ok := r.Array(); ok && r.Element(); {
			names = append(names, readName(r))
		}
	}
	if !r.Failed() {
		d.Place(names)
	}
	return names
}

func readName(r *scan.Reader) (name string) {
	for ok := r.Object(); ok && r.Member(); {
		if string(r.Key()) == "name" {
			text, _ := r.Text() // a row without a name keeps its place
			name = string(text)
		} else {
			r.Skip()
		}
	}
	return name
}

// maxUniverse bounds what is taken for a dex; the largest has a few hundred
// names.
const maxUniverse = 8192

// Place tells the order in which a dex lists its contracts, by which
// allDexsAssetCtxs goes.
func (d *Decoder) Place(names []string) {
	if len(names) > 0 && len(names) <= maxUniverse && !isSpot(names[0]) {
		d.universe[dexOf(names)] = names
	}
}

// dexOf returns the dex that names belong to: "" for the first one.
func dexOf(names []string) string {
	if len(names) == 0 {
		return ""
	}
	dex, _, found := strings.Cut(names[0], ":")
	if !found {
		return ""
	}
	return model.CleanText(dex)
}

func isSpot(name string) bool { return strings.ContainsAny(name, "@/") }

// hourlySince is when funding came to be paid by the hour and no longer every
// eight, 2023-06-08 (venues/hyperliquid §5).
const (
	hourlySince = model.Millis(1686182400000)
	formerHours = 8
)

// intervalAt returns the hours between settlements at a moment. Neighbours do
// not tell: settlements have been late, and one is missing.
func intervalAt(at model.Millis) float64 {
	if at < hourlySince {
		return formerHours
	}
	return fundingHours
}

// settlement reads a row of the funding history.
func (d *Decoder) settlement(r *scan.Reader) error {
	var coin []byte
	var rate figure.Number
	var at model.Millis
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "coin":
			coin, _ = r.Text() // a missing name is refused below
		case "fundingRate":
			rate = figure.Read(r)
		case "time":
			at = figure.Moment(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, coin)
	if c == nil {
		return err
	}
	ev := d.build.Event(&c.Subject, model.KindFunding, at)
	if rate.OK {
		ev.FundingRate = rate.V
		ev.Has |= model.FieldFundingRate
	}
	if rate.OK && at.Known() {
		ev.FundingIntervalH = intervalAt(at)
		ev.Has |= model.FieldFundingInterval
	}
	return d.build.Essence(ev, model.FieldFundingRate, "funding rate")
}

// status reads exchangeStatus.
func (d *Decoder) status(r *scan.Reader) error {
	var stamp model.Millis
	for ok := r.Object(); ok && r.Member(); {
		if string(r.Key()) == "time" {
			stamp = figure.Moment(r)
		} else {
			r.Skip()
		}
	}
	if !r.Failed() {
		d.build.Note(model.KindIgnored, "the venue's status and time").EventTime = stamp
	}
	return nil
}
