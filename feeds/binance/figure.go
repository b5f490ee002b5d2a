package binance

import (
	"eddy/feeds/scan"
	"eddy/model"
)

// coinMargined is the value of st that marks contracts of the other family,
// which count in contracts and coins instead of coins and dollars.
const coinMargined = 2

// subject finds out whom a frame is about. A contract that is not followed
// gives an event that says why, and nil.
func (d *Decoder) subject(r *scan.Reader, symbol []byte, family int64) (*contract, error) {
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
	case family == coinMargined:
		d.build.Say(&c.Subject, model.KindIgnored, "coin-margined contract")
		return nil, nil
	}
	return c, nil
}
