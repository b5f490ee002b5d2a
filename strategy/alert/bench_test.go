package alert_test

import (
	"testing"

	"eddy/model"
)

// calm fills a frame with figures none of which raises an alert: flags off,
// numbers in the middle.
func (d *desk) calm() {
	for _, s := range d.frame.Catalogue().All() {
		d.frame.Set(s.ID, model.Known(0))
	}
}

const quoteRule = `
[[rule]]
id = "mine"
each = "coin"
on = "quote"
when = "this.price < 10 and this.return_1d_pct > 0"
release = "this.price > 12"
`

// All rules of closed bars cost less than a millisecond.
func BenchmarkClose(b *testing.B) {
	d := newDesk(b, "")
	d.calm()
	d.OnClose(&d.at)
	b.ReportAllocs()
	for b.Loop() {
		d.OnClose(&d.at)
	}
}

func BenchmarkQuote(b *testing.B) {
	d := newDesk(b, quoteRule)
	d.set("coin.ETH.price", 3000)
	d.set("coin.ETH.return_1d_pct", 1)
	b.ReportAllocs()
	for b.Loop() {
		d.AskQuote("ETH", &d.at)
	}
}

func TestAskingAllocatesNothing(t *testing.T) {
	d := newDesk(t, quoteRule)
	d.calm()
	d.set("coin.ETH.price", 3000)
	d.OnClose(&d.at)
	d.OnOpen(&d.at)
	for name, ask := range map[string]func(){
		"at a quote": func() { d.AskQuote("ETH", &d.at) },
		"at a close": func() { d.OnClose(&d.at) },
		"live":       func() { d.OnOpen(&d.at) },
	} {
		if n := testing.AllocsPerRun(50, ask); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	d.set("coin.ETH.price", 5)
	d.set("coin.ETH.return_1d_pct", 5)
	d.AskQuote("ETH", &d.at)
	if len(d.of("mine")) == 0 {
		t.Error("the quote raised nothing")
	}
}
