package okx

import (
	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// openInterest is what is outstanding at a moment. The venue counts one side
// (venues/okx §3), with more digits than are quick to read.
type openInterest struct {
	coins, dollars figure.Number
	contracts      scan.Reader // where they stand; read only if the coins are not told
	counted        bool        // contracts is set
}

// interest reads a row of open-interest.
func (d *Decoder) interest(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var oi openInterest
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "instId":
			symbol, _ = r.Text() // without, the frame's own counts
		case "oi":
			oi.contracts, oi.counted = *r, true
			r.Skip()
		case "oiCcy":
			oi.coins = figure.Read(r)
		case "oiUsd":
			oi.dollars = figure.Read(r)
		case "ts":
			stamp = figure.Moment(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil || d.overtaken(c, stamp) {
		return err
	}
	return d.outstanding(c, oi, stamp)
}

// outstanding appends the event. Where the coins are not told they follow from
// the contracts, if their size is known.
func (d *Decoder) outstanding(c *contract, oi openInterest, stamp model.Millis) error {
	ev := d.tell(c, model.KindOpenInterest, stamp)
	var contracts figure.Number
	if !oi.coins.OK && oi.counted {
		contracts = figure.Read(&oi.contracts)
	}
	if contracts.OK && c.size > 0 {
		oi.coins = figure.Number{V: model.InCoins(contracts.V, c.size), OK: true}
	}
	d.build.Amount(ev, model.FieldOpenInterest, &ev.OpenInterest, oi.coins)
	d.build.Amount(ev, model.FieldOpenInterestUSD, &ev.OpenInterestUSD, oi.dollars)
	if ev.Has == 0 && contracts.OK && contracts.V >= 0 && c.size == 0 {
		ev.Text = "told in contracts, whose size is not known"
		return nil
	}
	return d.build.Essence(ev, model.FieldOpenInterest|model.FieldOpenInterestUSD, "open interest")
}
