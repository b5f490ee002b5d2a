package outlet_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/outlet"
	"eddy/model"
)

// drain remembers what was put into it.
type drain struct{ events []model.Event }

func (d *drain) Put(_ context.Context, events []model.Event) error {
	d.events = append(d.events, events...)
	return nil
}

func (d *drain) texts() (list []string) {
	for _, ev := range d.events {
		list = append(list, ev.Kind.String()+" "+ev.Symbol+ev.Text)
	}
	return list
}

func open(now *time.Time) (*outlet.Outlet, *drain) {
	d := &drain{}
	return outlet.New(context.Background(), model.Binance, d, func() time.Time { return *now }), d
}

func TestPutKeepsTheSocketsBusinessBack(t *testing.T) {
	now := time.UnixMilli(1790000000000)
	o, d := open(&now)
	o.Put([]model.Event{{Kind: model.KindAck}, {Kind: model.KindQuote, Symbol: "A"}, {Kind: model.KindIgnored}, {Kind: model.KindBar, Symbol: "B"}, {Kind: model.KindPong}})
	o.Put([]model.Event{{Kind: model.KindMark, Symbol: "C"}, {Kind: model.KindMark, Symbol: "D"}})
	o.Put([]model.Event{{Kind: model.KindAck}})
	o.Put(nil)
	if d := cmp.Diff([]string{"quote A", "bar B", "mark C", "mark D"}, d.texts()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestFaultsDoNotFlood(t *testing.T) {
	now := time.UnixMilli(1790000000000)
	o, d := open(&now)
	for i := range 50 {
		if i == 25 {
			o.Put([]model.Event{{Kind: model.KindError, Text: "refused\x1b[2J"}})
		} else {
			o.Fault("no value at byte 5")
		}
		now = now.Add(50 * time.Millisecond)
	}
	want := []string{"error no value at byte 5", "error no value at byte 5 (and 19 more)", "error no value at byte 5 (and 19 more)"}
	if d := cmp.Diff(want, d.texts()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if ev := d.events[0]; ev.Venue != model.Binance || ev.Received != 1790000000000 {
		t.Errorf("got %+v", ev)
	}
}

func TestLinkTellsChangesOnly(t *testing.T) {
	now := time.UnixMilli(1790000000000)
	o, d := open(&now)
	o.Link(model.LinkConnecting, "dialling")
	o.Link(model.LinkConnecting, "dialling")
	o.Link(model.LinkLive, "")
	o.Link(model.LinkStale, "stream x\x07 silent")
	if d := cmp.Diff([]string{"link dialling", "link ", "link stream x silent"}, d.texts()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestDetails(t *testing.T) {
	now := time.UnixMilli(1790000000000)
	o, d := open(&now)
	in := model.Instrument{Symbol: "1000PEPEUSDT", Asset: "PEPE", Multiplier: 1000}
	past := &model.History{Interval: model.Hour1}
	o.Instruments([]model.Instrument{in})
	o.History(in, past)
	o.Progress(model.Progress{What: "test", Done: 1, Total: 2})
	if len(d.events) != 3 {
		t.Fatalf("got %d events", len(d.events))
	}
	if list, ok := d.events[0].Detail.([]model.Instrument); !ok || len(list) != 1 {
		t.Errorf("instruments: got %+v", d.events[0])
	}
	if ev := d.events[1]; ev.Detail != any(past) || ev.Asset != "PEPE" || ev.Multiplier != 1000 {
		t.Errorf("history: got %+v", ev)
	}
	if p, ok := d.events[2].Detail.(*model.Progress); !ok || p.Total != 2 {
		t.Errorf("progress: got %+v", d.events[2])
	}
}
