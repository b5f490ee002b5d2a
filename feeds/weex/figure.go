package weex

import (
	"eddy/feeds/scan"
	"eddy/model"
)

// subject finds out whom a frame is about. A contract that is not followed
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
