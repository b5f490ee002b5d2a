package okx

import (
	"eddy/feeds/scan"
	"eddy/model"
)

// subject finds out whom a row is about. A contract that is not followed gives
// an event that says why, and nil.
func (d *Decoder) subject(r *scan.Reader, symbol []byte) (*contract, error) {
	if r.Failed() {
		return nil, nil // End tells what is wrong
	}
	if symbol == nil {
		symbol = d.inst
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
// and says so in an event. The venue's ticker-like channels have no sequence
// (venues/okx §4).
func (d *Decoder) overtaken(c *contract, stamp model.Millis) bool {
	if d.channel == nil || !c.seen[d.kind].Overtaken(stamp) {
		return false
	}
	d.overdue++
	d.build.Say(&c.Subject, model.KindIgnored, "overtaken: a newer frame came before").EventTime = stamp
	return true
}

// tell appends an event with figures of the market: a dated contract has no funding, and
// every one of its events says so.
func (d *Decoder) tell(c *contract, kind model.Kind, stamp model.Millis) *model.Event {
	ev := d.build.Event(&c.Subject, kind, stamp)
	if c.kind == model.ContractDated {
		ev.None = fundingFields
	}
	return ev
}

// nobody is the contract of events that are about none, or about one they do
// not name.
var nobody = contract{}
