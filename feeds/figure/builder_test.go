package figure_test

import (
	"strconv"
	"strings"
	"testing"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// build builds one frame's events on top of what the caller had.
func build(frame string, rows func(b *figure.Builder) error) ([]model.Event, error) {
	b := figure.Builder{Venue: model.OKX}
	b.Begin(7, []model.Event{{Kind: model.KindTick}})
	r := scan.Over([]byte(frame))
	r.Skip()
	return b.End(&r, rows(&b))
}

// A frame that is no JSON gives no event, however much of it made sense; what
// the caller had stays.
func TestCutFrameGivesNothing(t *testing.T) {
	events, err := build(`{"a":`, func(b *figure.Builder) error {
		b.Ignore("half")
		return nil
	})
	if len(events) != 1 || err == nil || !strings.HasPrefix(err.Error(), "okx: ") {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestRows(t *testing.T) {
	c := figure.Subject{Symbol: "BTC-USDT-SWAP", Asset: "BTC", Multiplier: 1}
	bad := func(b *figure.Builder) {
		b.Blame(b.Essence(b.Event(&c, model.KindMark, 0), model.FieldMark, "mark"))
	}
	tests := []struct {
		name   string
		rows   func(b *figure.Builder)
		events int
		fault  string
	}{
		{"none", func(*figure.Builder) {}, 1, ""},
		{"one good", func(b *figure.Builder) { b.Event(&c, model.KindMark, 0); b.Blame(nil) }, 1, ""},
		{"one bad", bad, 0, "okx: BTC-USDT-SWAP: no usable mark"},
		{"two bad", func(b *figure.Builder) { bad(b); bad(b) }, 0, "okx: BTC-USDT-SWAP: no usable mark (and 1 more rows)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events, err := build(`[]`, func(b *figure.Builder) error {
				from := len(b.Out)
				tt.rows(b)
				return b.Rows(from)
			})
			fault := ""
			if err != nil {
				fault = err.Error()
			}
			if len(events)-1 != tt.events || fault != tt.fault {
				t.Errorf("%d events, %q", len(events)-1, fault)
			}
		})
	}
}

// Words about one that is not followed tell nothing of its prices.
func TestSayOfRefused(t *testing.T) {
	b := figure.Builder{Venue: model.OKX}
	ev := b.Say(&figure.Subject{Symbol: "BTC-USD", Multiplier: 1, Refusal: "coin-margined"}, model.KindIgnored, "no")
	if ev.Multiplier != 0 || ev.Symbol != "BTC-USD" || ev.Venue != model.OKX {
		t.Errorf("%+v", *ev)
	}
	if ev := b.Note(model.KindAck, "yes"); ev.Multiplier != 0 || ev.Symbol != "" || ev.Text != "yes" {
		t.Errorf("%+v", *ev)
	}
}

func newSubject(symbol string) *figure.Subject { return &figure.Subject{Symbol: symbol} }

func TestMemory(t *testing.T) {
	m := figure.NewMemory(0, newSubject)
	first, err := m.Of([]byte("BTC\x1b[31mUSDT"))
	if err != nil || strings.Contains(first.Symbol, "\x1b") {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := m.Of([]byte("BTC\x1b[31mUSDT")); again != first || err != nil {
		t.Errorf("the same symbol is begun anew: %v", err)
	}
	for _, symbol := range []string{"", strings.Repeat("A", figure.MaxSymbol+1)} {
		if c, err := m.Of([]byte(symbol)); c != nil || err == nil {
			t.Errorf("%q is remembered", symbol)
		}
	}
}

// However many names a venue makes up, the memory stays bounded.
func TestMemoryIsBounded(t *testing.T) {
	const bound = 8192
	m := figure.NewMemory(0, newSubject)
	for i := range bound {
		if _, err := m.Of([]byte(strconv.Itoa(i))); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	if c, err := m.Of([]byte("one more")); c != nil || err == nil {
		t.Error("one more is remembered")
	}
	seen := 0
	m.Each(func(*figure.Subject) { seen++ })
	if seen != bound {
		t.Errorf("%d of %d", seen, bound)
	}
}
