package feedtest

import (
	"fmt"
	"testing"
	"time"

	"eddy/model"
)

// calmSpeed makes an hour of the market last a minute: figures hold still while
// they are compared.
const calmSpeed = 60

// underWay is how long, of the market's time, an answer may be on its way: a
// second of ours.
const underWay = calmSpeed * time.Second

// calm is the desk on which nothing is in a hurry.
func (c Case) calm(t *testing.T) {
	d, _ := c.open(t, calmSpeed, "")
	connected := t.Run("connects", d.connects)
	if !connected {
		return // nothing that follows would say more
	}
	t.Run("tells the past", d.tellsThePast)
	t.Run("figures agree", d.figuresAgree)
	t.Run("garbage", d.garbage)
	for _, form := range []string{"huge", "bomb", "torn"} {
		t.Run("garbage "+form, func(t *testing.T) { d.junk(t, form) })
	}
	t.Run("restart", d.restart)
	d.close(t)
}

// connects waits until everything a desk needs is there, which a venue that
// obeys the limits gives without a word of complaint.
func (d *desk) connects(t *testing.T) {
	d.await(t, "connect", all(d.is(model.LinkLive), d.heard.alive, d.allTold, d.listed))
	h := d.venue.Health()
	if h.Errors != 0 || h.Reconnects != 0 || h.LastError != "" {
		t.Errorf("connecting was not smooth:\n%s", d.state())
	}
	if h.Symbols != len(d.c.Coins) || h.Frames == 0 || !h.LastFrame.Known() || len(h.Streams) == 0 {
		t.Errorf("health: %+v", h)
	}
}

// listed finds out whether each coin has its one contract.
func (d *desk) listed() string {
	r := d.heard
	r.mu.Lock()
	defer r.mu.Unlock()
	count := make(map[model.Asset]int)
	for _, in := range r.instruments {
		count[in.Asset]++
		if in.Kind != model.ContractPerpetual || !in.Trading || in.Multiplier <= 0 || in.ContractSize <= 0 {
			return fmt.Sprintf("a contract like this: %+v", in)
		}
	}
	for _, a := range d.c.Coins {
		if count[a] != 1 {
			return fmt.Sprintf("%s has %d contracts", a, count[a])
		}
	}
	return ""
}

// allTold finds out whether every figure of every coin was told, but those the
// venue never tells.
func (d *desk) allTold() string {
	r := d.heard
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range d.c.Coins {
		for _, f := range figures {
			_, told := r.coins[a].told[f.field]
			if !told && (d.c.Lacks|optional)&f.field == 0 {
				return fmt.Sprintf("no %s of %s", f.name, a)
			}
		}
	}
	return ""
}

// figuresAgree compares what was told with the market's own.
func (d *desk) figuresAgree(t *testing.T) {
	r := d.heard
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range d.c.Coins {
		for _, f := range figures {
			if got, told := r.coins[a].told[f.field]; told {
				d.agrees(t, a, f, got)
			}
		}
		d.fundingAgrees(t, a, r.coins[a].told)
	}
}

// agrees compares one figure.
func (d *desk) agrees(t *testing.T, a model.Asset, f figure, got reading) {
	t.Helper()
	if d.c.Lacks.Has(f.field) {
		t.Errorf("%s: %s is told, which the case says the venue lacks", a, f.name)
	}
	if !got.at.Known() {
		t.Errorf("%s: %s without a time", a, f.name)
		return
	}
	ownFunding := d.c.FundingH != 0 && (model.FieldFundingInterval | model.FieldNextFunding).Has(f.field)
	want, m, known := d.truth.figure(a, f.field, got.at)
	if f.field == model.FieldNextFunding {
		// A venue may stamp it a little before or behind the settlement it was told at.
		for _, at := range []model.Millis{got.at.Add(-underWay), d.market.MarketTime()} {
			if got.value != want {
				want, m, known = d.truth.figure(a, f.field, at)
			}
		}
	}
	if known && !ownFunding && !m.holds(got.value, want) {
		t.Errorf("%s: %s is %v at %v, told as %v", a, f.name, want, got.at, got.value)
	}
}

// fundingAgrees compares the rate, put to eight hours, and where the venue
// settles by its own clock also that.
func (d *desk) fundingAgrees(t *testing.T, a model.Asset, told map[model.Fields]reading) {
	t.Helper()
	rate, interval, next := told[model.FieldFundingRate], told[model.FieldFundingInterval], told[model.FieldNextFunding]
	if interval.value <= 0 {
		return // what is missing was said already
	}
	if got, want := rate.value/interval.value*8, d.truth.funding(a, rate.at); !ofFunding.holds(got, want) {
		t.Errorf("%s: funding for eight hours is %v at %v, told as %v", a, want, rate.at, got)
	}
	if d.c.FundingH == 0 {
		return
	}
	due := model.Millis(next.value)
	if left := due.Sub(next.at).Hours(); interval.value != d.c.FundingH || due.Floor(model.Hour1) != due || left < 0 || left > interval.value {
		t.Errorf("%s: settled every %v hours, next at %v as of %v", a, interval.value, due, next.at)
	}
}

// garbage is a frame no venue sends: it is counted and told of in clean words,
// and everything goes on.
func (d *desk) garbage(t *testing.T) {
	before := d.venue.Health()
	_, told := d.heard.errorsSince(0)
	d.order(t, "garbage")
	d.await(t, "garbage", func() string {
		if texts, _ := d.heard.errorsSince(told); len(texts) == 0 {
			return "nobody was told of it"
		}
		if h := d.venue.Health(); h.Errors == before.Errors || h.LastError == "" {
			return "it was not counted"
		}
		return ""
	})
	d.heard.forget()
	d.await(t, "after the garbage", all(d.heard.alive, d.is(model.LinkLive)))
	if h := d.venue.Health(); h.Reconnects != before.Reconnects {
		t.Errorf("it cost %d connections", h.Reconnects-before.Reconnects)
	}
}

// junk is a frame that fills memory, or half of a packed one: it is counted and
// everything goes on, on the same line.
func (d *desk) junk(t *testing.T, form string) {
	before := d.venue.Health()
	d.order(t, "garbage="+form)
	d.await(t, form, func() string {
		if h := d.venue.Health(); h.Errors == before.Errors || h.LastError == "" {
			return "it was not counted"
		}
		return ""
	})
	d.heard.forget()
	d.await(t, "after it", all(d.heard.alive, d.is(model.LinkLive)))
	if h := d.venue.Health(); h.Reconnects != before.Reconnects {
		t.Errorf("it cost %d connections", h.Reconnects-before.Reconnects)
	}
}

// toldOfTrouble finds out whether a state that is at best so good was told,
// with its reason.
func (d *desk) toldOfTrouble(links int, best model.LinkState) func() string {
	return func() string {
		list, _ := d.heard.linksSince(links)
		for _, ev := range list {
			if ev.Link <= best && ev.Link != model.LinkConnecting && ev.Text != "" {
				return ""
			}
		}
		return fmt.Sprintf("no word of why it is %v or worse", best)
	}
}

// restart is a venue that goes away and refuses every call until it is back.
func (d *desk) restart(t *testing.T) {
	before := d.venue.Health()
	_, links := d.heard.linksSince(0)
	lift := d.order(t, "down")
	d.await(t, "restart", all(d.isNot(model.LinkLive), d.toldOfTrouble(links, model.LinkDown), func() string {
		if h := d.venue.Health(); h.Errors < before.Errors+3 || h.LastError == "" {
			return fmt.Sprintf("%d failures were counted, reason %q", h.Errors-before.Errors, h.LastError)
		}
		return ""
	}))
	lift()
	d.heard.forget()
	d.await(t, "after the restart", all(d.heard.alive, d.is(model.LinkLive)))
	if h := d.venue.Health(); h.Reconnects == before.Reconnects {
		t.Error("no reconnect was counted")
	}
}
