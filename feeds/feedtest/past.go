package feedtest

import (
	"fmt"
	"testing"

	"eddy/model"
)

// tellsThePast waits until all of the past is there and compares its bars with
// the market's.
func (d *desk) tellsThePast(t *testing.T) {
	d.await(t, "the past", d.complete)
	r := d.heard
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range d.c.Coins {
		c := r.coins[a]
		for _, want := range wanted {
			bars := c.bars[want.Interval]
			if len(bars) < want.Bars-1 { // the open bar may have taken a row
				t.Errorf("%s: %d bars of %v, want %d", a, len(bars), want.Interval, want.Bars)
			}
			d.barsAgree(t, a, bars)
		}
		if (len(c.funding) == 0) != d.c.NoPastFunding {
			t.Errorf("%s: %d past settlements", a, len(c.funding))
		}
		if (len(c.interest) == 0) != d.c.NoPastInterest {
			t.Errorf("%s: %d moments of past open interest", a, len(c.interest))
		}
		d.interestAgrees(t, a, c.interest)
	}
}

// complete finds out whether loading has come to its end.
func (d *desk) complete() string {
	r := d.heard
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.progress; p.Total == 0 || !p.Complete() {
		return fmt.Sprintf("%d of %d pieces are loaded, %q", p.Done, p.Total, p.Error)
	}
	return ""
}

// barsAgree compares closed bars of one length with the market's.
func (d *desk) barsAgree(t *testing.T, a model.Asset, bars []model.Bar) {
	t.Helper()
	if len(bars) == 0 {
		return
	}
	from, to := bars[0].OpenTime, bars[0].End()
	for _, b := range bars {
		from, to = min(from, b.OpenTime), max(to, b.End())
	}
	wrong := 0
	want := d.truth.bars(a, bars[0].Interval, from, to)
	for _, b := range bars {
		if !sameBar(b, want[b.OpenTime]) {
			if wrong++; wrong == 1 {
				t.Errorf("%s: a bar told as %+v\nis %+v", a, b, want[b.OpenTime])
			}
		}
	}
	if wrong > 1 {
		t.Errorf("%s: and %d more of %d bars of %v", a, wrong-1, len(bars), bars[0].Interval)
	}
}

// interestAgrees holds past open interest to the size of the present one: a
// month may halve or double it, a multiplier does more.
func (d *desk) interestAgrees(t *testing.T, a model.Asset, points []model.OpenInterestPoint) {
	t.Helper()
	now, _, known := d.truth.figure(a, model.FieldOpenInterest, d.market.MarketTime())
	for _, p := range points {
		if known && p.Coins != 0 && (p.Coins < now/8 || p.Coins > now*8) {
			t.Errorf("%s: open interest of %v at %v, of %v now", a, p.Coins, p.Time, now)
			return
		}
	}
}
