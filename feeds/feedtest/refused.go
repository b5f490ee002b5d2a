package feedtest

import (
	"testing"

	"eddy/model"
)

// refused is the desk that opens while the venue answers every question with
// "too many": prices come all the same, and the past when it may.
func (c Case) refused(t *testing.T) {
	d, lift := c.open(t, calmSpeed, "http429")
	t.Run("prices meanwhile", func(t *testing.T) {
		d.await(t, "refusal", func() string {
			if h := d.venue.Health(); h.Errors == 0 || h.LastError == "" {
				return "it was not counted"
			}
			return ""
		})
		if !c.NeedsList {
			d.await(t, "refused", d.someAlive)
		}
	})
	lift()
	t.Run("the past afterwards", func(t *testing.T) {
		d.heard.forget()
		d.await(t, "no longer refused", all(d.listed, d.complete, d.heard.alive, d.is(model.LinkLive)))
	})
	d.close(t)
}

// someAlive finds out whether prices of bitcoin are heard: contracts with a name
// of their own cannot be guessed.
func (d *desk) someAlive() string {
	r := d.heard
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range d.c.Coins[:1] {
		if r.coins[a].fresh&(model.FieldMark|model.FieldIndex) == 0 {
			return "no price of " + string(a)
		}
	}
	return ""
}
