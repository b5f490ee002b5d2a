package mexc

import (
	"eddy/feeds/figure"
	"eddy/model"
)

// firstMillis is where a count of seconds would be in the year 5138: times that
// are larger count milliseconds.
const firstMillis = 100_000_000_000

// fromSeconds turns a time of a bar, which counts seconds, into milliseconds.
func fromSeconds(n model.Millis) model.Millis {
	if n >= firstMillis {
		return n
	}
	return n * 1000
}

// subject finds out whom figures are about. A contract that is not followed
// gives an event that says why, and nil.
func (d *Decoder) subject(symbol []byte) (*contract, error) {
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
// and says so in an event. No channel but depth has a sequence.
func (d *Decoder) overtaken(c *contract, stamp model.Millis) bool {
	if d.kind == noChannel || !c.seen[d.kind].Overtaken(stamp) {
		return false
	}
	d.overdue++
	d.build.Say(&c.Subject, model.KindIgnored, "overtaken: a newer frame came before").EventTime = stamp
	return true
}

// tell appends an event with figures of the market: a dated contract has no
// funding, and every one of its events says so.
func (d *Decoder) tell(c *contract, kind model.Kind, stamp model.Millis) *model.Event {
	ev := d.build.Event(&c.Subject, kind, stamp)
	if c.kind == model.ContractDated {
		ev.None = fundingFields
	}
	return ev
}

// nobody is the contract of events that are about none, or about one they do
// not name.
var nobody = contract{Subject: figure.Subject{Multiplier: 1}}
