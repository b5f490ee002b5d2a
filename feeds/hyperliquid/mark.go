package hyperliquid

import (
	"errors"
	"fmt"
	"math"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// fundingHours is the interval of funding: a rate is told and paid by the hour
// (venues/hyperliquid §3, §5).
const fundingHours = 1

// What is said of contexts.
const (
	midText    = "last is the mid price: the venue tells no last price"
	frozenText = "delisted: no book and no open interest, the mark is frozen"
)

// figures are what a context tells of a contract.
type figures struct {
	mark, oracle, mid figure.Number
	rate              figure.Number
	interest, volume  figure.Number
	dayAgo            figure.Number
	alive             bool // there is a mid, a premium or an impact price
}

// assetContext reads activeAssetCtx.
func (d *Decoder) assetContext(r *scan.Reader) error {
	var coin []byte
	var f figures
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "coin":
			coin, _ = r.Text() // a missing name is refused below
		case "ctx":
			f.read(r)
		default:
			r.Skip()
		}
	}
	d.belongs("activeAssetCtx", coin, nil)
	return d.context(r, coin, &f)
}

// read reads the inner object of a context.
func (f *figures) read(r *scan.Reader) {
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "funding":
			f.rate = figure.Read(r)
		case "openInterest":
			f.interest = figure.Read(r)
		case "prevDayPx":
			f.dayAgo = figure.Read(r)
		case "dayNtlVlm":
			f.volume = figure.Read(r)
		case "oraclePx":
			f.oracle = figure.Read(r)
		case "markPx":
			f.mark = figure.Read(r)
		case "midPx":
			f.mid = figure.Read(r)
			f.alive = f.alive || f.mid.OK
		case "premium", "impactPxs":
			f.alive = f.alive || r.Sort() != scan.Null
			r.Skip()
		default:
			r.Skip()
		}
	}
}

// context turns figures into an event. The frame carries no time.
func (d *Decoder) context(r *scan.Reader, coin []byte, f *figures) error {
	c, err := d.subject(r, coin)
	if c == nil {
		return err
	}
	ev := d.build.Event(&c.Subject, model.KindMark, 0)
	d.build.Price(ev, model.FieldMark, &ev.Mark, f.mark)
	d.build.Price(ev, model.FieldIndex, &ev.Index, f.oracle)
	d.build.Price(ev, model.FieldLast, &ev.Last, f.mid)
	if f.rate.OK {
		ev.FundingRate, ev.FundingIntervalH = f.rate.V, fundingHours
		ev.Has |= model.FieldFundingRate | model.FieldFundingInterval
	}
	f.interest.V = model.InCoins(f.interest.V, c.Multiplier)
	d.build.Amount(ev, model.FieldOpenInterest, &ev.OpenInterest, f.interest)
	d.build.Amount(ev, model.FieldVolume24hUSD, &ev.Volume24hUSD, f.volume)
	d.build.Change(ev, f.change())
	switch {
	case f.frozen():
		ev.Text = frozenText
	case ev.Has.Has(model.FieldLast):
		ev.Text = midText
	}
	return d.build.Essence(ev, model.FieldMark|model.FieldIndex, "mark price")
}

// frozen tells whether the contract is delisted: it then still answers, with
// its last mark and nothing else (venues/hyperliquid §3).
func (f *figures) frozen() bool { return !f.alive && (!f.interest.OK || f.interest.V == 0) }

// change returns the change over 24 hours in percent points. The venue
// measures it from the mark.
func (f *figures) change() figure.Number {
	if !f.mark.OK || !f.dayAgo.OK || !model.ValidPrice(f.mark.V) || !model.ValidPrice(f.dayAgo.V) {
		return figure.Number{}
	}
	change := (f.mark.V - f.dayAgo.V) / f.dayAgo.V * 100
	return figure.Number{V: change, OK: !math.IsInf(change, 0)}
}

// allDexes reads allDexsAssetCtxs: [[dex,[context,…]],…], which names nobody,
// bare or as "ctxs".
func (d *Decoder) allDexes(r *scan.Reader) error {
	if r.Sort() == scan.Object {
		for r.Object(); r.Member(); {
			if string(r.Key()) == "ctxs" {
				d.dexes(r)
			} else {
				r.Skip()
			}
		}
	} else {
		d.dexes(r)
	}
	return d.build.Fault()
}

func (d *Decoder) dexes(r *scan.Reader) {
	n := 0
	if r.Array() {
		for ; r.Element(); n++ {
			d.build.Blame(d.dex(r))
		}
	}
	if n == 0 {
		d.build.Ignore("nothing: no contexts")
	}
}

// dex reads [name,[context,…]].
func (d *Decoder) dex(r *scan.Reader) error {
	if !r.Array() {
		return errors.New("a dex that is not an array")
	}
	var name []byte
	var err error
	for column := 0; r.Element(); column++ {
		switch column {
		case 0:
			name, _ = r.Text() // the first dex has no name
		case 1:
			err = d.contexts(r, d.universe[string(name)], model.CleanText(string(name)))
		default:
			r.Skip()
		}
	}
	return err
}

// contexts reads contexts in the order of a list of contracts. Where the list
// is not known or has another length nobody can tell whose they are.
func (d *Decoder) contexts(r *scan.Reader, names []string, dex string) error {
	bookmark := *r
	n := count(&bookmark)
	if n != len(names) {
		r.Skip()
		d.build.Ignore(fmt.Sprintf("%d contexts of dex %q go by position and the list known has %d contracts", n, dex, len(names)))
		return nil
	}
	for i, ok := 0, r.Array(); ok && r.Element(); i++ {
		var f figures
		f.read(r)
		d.build.Blame(d.context(r, []byte(names[i]), &f))
	}
	return nil
}

// count steps over an array and returns how many elements it has.
func count(r *scan.Reader) (n int) {
	if r.Array() {
		for ; r.Element(); n++ {
			r.Skip()
		}
	}
	return n
}
