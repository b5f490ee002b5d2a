package bingx

import (
	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// subject finds out whom figures are about. A contract that is not followed
// gives an event that says why, and nil.
func (d *Decoder) subject(r *scan.Reader, symbol []byte) (*contract, error) {
	if r.Failed() {
		return nil, nil // End tells what is wrong
	}
	c, err := d.contracts.Of(symbol)
	switch {
	case err != nil:
		return nil, err
	case c.Refusal != "":
		d.build.Say(&c.Subject, model.KindIgnored, c.Refusal)
		return nil, nil
	}
	return c, nil
}

// overtaken tells whether a newer frame of the same channel was read before,
// and says so in an event.
func (d *Decoder) overtaken(c *contract, stamp model.Millis) bool {
	if !stamp.Known() {
		return false
	}
	last := &c.seen[d.channel]
	if stamp < *last && last.Sub(stamp) < latest {
		d.overdue++
		d.build.Say(&c.Subject, model.KindIgnored, "overtaken: a newer frame came before").EventTime = stamp
		return true
	}
	*last = stamp
	return false
}

// nobody is the contract of events that are about none, or about one they do
// not name.
var nobody = contract{Subject: figure.Subject{Multiplier: 1}}
