package hyperliquid

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/station"
	"eddy/feeds/wire"
	"eddy/model"
)

// nowhere takes everything.
type nowhere struct{ events int }

func (n *nowhere) Put(_ context.Context, events []model.Event) error {
	n.events += len(events)
	return nil
}

// still returns a venue that follows ETH and is not connected.
func still(t *testing.T) (*Venue, *nowhere) {
	t.Helper()
	v, err := New(Config{Setup: station.Setup{Assets: []model.Asset{"ETH"}}})
	if err != nil {
		t.Fatal(err)
	}
	sink := &nowhere{}
	v.station.Attach(context.Background(), sink)
	v.line.follow([]model.Instrument{{Venue: model.Hyperliquid, Symbol: "ETH", Asset: "ETH", Multiplier: 1}})
	return v, sink
}

const bookFrame = `{"channel":"bbo","data":{"coin":"ETH","time":1795000001204,"bbo":[{"px":"2931.4","sz":"81.2244","n":9},{"px":"2931.5","sz":"17.9051","n":4}]}}`

// TestHandlingAFrameDoesNotAllocate follows frames from the socket's reader to
// the sink.
func TestHandlingAFrameDoesNotAllocate(t *testing.T) {
	v, sink := still(t)
	frames := map[string]string{
		"bbo:ETH":            bookFrame,
		"activeAssetCtx:ETH": `{"channel":"activeAssetCtx","data":{"coin":"ETH","ctx":{"funding":"0.0000041275","openInterest":"512345.6789","prevDayPx":"2973.0","dayNtlVlm":"997496917.73","premium":"-0.0004312345","oraclePx":"2932.9","markPx":"2931.5","midPx":"2931.45","impactPxs":["2931.2","2931.7"]}}}`,
	}
	received := time.UnixMilli(1795000001300)
	for want, text := range frames {
		frame := []byte(text)
		n := testing.AllocsPerRun(100, func() {
			if topic, err := v.line.handle(nil, frame, received); topic != want || err != nil {
				t.Fatalf("got %q, %v", topic, err)
			}
		})
		if n != 0 || sink.events == 0 {
			t.Errorf("%s: got %v allocations and %d events", want, n, sink.events)
		}
	}
}

func TestHandleTellsWhatBecameOfAFrame(t *testing.T) {
	v, _ := still(t)
	for _, step := range []struct {
		name, frame, topic string
		fails              bool
		dropped            bool
	}{
		{"a book", bookFrame, "bbo:ETH", false, false},
		{"an older book", `{"channel":"bbo","data":{"coin":"ETH","time":1795000001000,"bbo":[{"px":"1"},{"px":"2"}]}}`, "bbo:ETH", true, true},
		{"a coin nobody asked for", `{"channel":"bbo","data":{"coin":"BTC","time":1795000001204,"bbo":[{"px":"1"},{"px":"2"}]}}`, "", false, false},
		{"an ack is no data", `{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"bbo","coin":"ETH"}}}`, "", false, false},
		{"a pong is no data", `{"channel":"pong"}`, "", false, false},
		{"a figure that is none", `{"channel":"activeAssetCtx","data":{"coin":"ETH","ctx":{"markPx":"0"}}}`, "activeAssetCtx:ETH", true, false},
		{"garbage", `{"channel":`, "", true, false},
	} {
		topic, err := v.line.handle(nil, []byte(step.frame), time.UnixMilli(1795000001300))
		if topic != step.topic || (err != nil) != step.fails || errors.Is(err, wire.ErrDropped) != step.dropped {
			t.Errorf("%s: got %q, %v", step.name, topic, err)
		}
	}
}

// TestFramesWithoutTime are dated by the clock that books tell.
func TestFramesWithoutTime(t *testing.T) {
	v, _ := still(t)
	ctx := []model.Event{{Kind: model.KindMark, Has: model.FieldFundingRate}}
	v.date(ctx, 1795000001300)
	if ctx[0].EventTime.Known() || ctx[0].Has.Has(model.FieldNextFunding) {
		t.Errorf("before anything was heard: got %+v", ctx[0])
	}
	v.station.Clock.Observe(1795000001204, 1795000001300)
	v.date(ctx, 1795000001300)
	if ctx[0].EventTime != 1795000001204 || ctx[0].NextFunding != 1795003200000 || !ctx[0].Has.Has(model.FieldNextFunding) {
		t.Errorf("got %+v", ctx[0])
	}
	frozen := []model.Event{{Kind: model.KindMark, Has: model.FieldMark, Text: frozenText}}
	if v.date(frozen, 0); frozen[0].Kind != model.KindIgnored {
		t.Errorf("a frozen mark is let out: %+v", frozen[0])
	}
}

func TestRequests(t *testing.T) {
	var got []string
	for _, f := range append(subscribe([]string{"activeAssetCtx:BTC", "candle:kPEPE:1h"}), unsubscribe([]string{"bbo:ETH"})...) {
		got = append(got, string(f))
	}
	want := []string{
		`{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"BTC"}}`,
		`{"method":"subscribe","subscription":{"type":"candle","coin":"kPEPE","interval":"1h"}}`,
		`{"method":"unsubscribe","subscription":{"type":"bbo","coin":"ETH"}}`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for q, want := range map[question]string{
		{Type: "metaAndAssetCtxs"}:                                  `{"type":"metaAndAssetCtxs"}`,
		{Type: "fundingHistory", Coin: "BTC", Start: 1795000000000}: `{"type":"fundingHistory","coin":"BTC","startTime":1795000000000}`,
	} {
		if body, err := q.body(); err != nil || string(body) != want {
			t.Errorf("got %s, %v; want %s", body, err, want)
		}
	}
	body, err := question{Type: "candleSnapshot", Req: &candleWindow{"BTC", "1h", 1, 2}}.body()
	if err != nil || string(body) != `{"type":"candleSnapshot","req":{"coin":"BTC","interval":"1h","startTime":1,"endTime":2}}` {
		t.Errorf("got %s, %v", body, err)
	}
}

// TestSettlements snaps stamps to their hours and takes each hour once.
func TestSettlements(t *testing.T) {
	const hour = model.Millis(3600_000)
	const t0 = model.Millis(1794996000000)
	var events []model.Event
	for _, at := range []model.Millis{t0 + 48, t0 + hour - 20, t0 + hour + 600, t0 + 3*hour + 24*60_000} {
		events = append(events, model.Event{Kind: model.KindFunding, EventTime: at, FundingRate: 0.1, FundingIntervalH: 1})
	}
	var got []model.Millis
	for _, p := range settlements(events) {
		got = append(got, p.Time)
	}
	if d := cmp.Diff([]model.Millis{t0, t0 + hour, t0 + 3*hour}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestOverdueIsLocal: what counts is how long ago a moment was passed by the
// local clock.
func TestOverdueIsLocal(t *testing.T) {
	var o overdue
	var got []model.Millis
	for now := model.Millis(1); now <= 6; now++ {
		got = append(got, o.since(now))
	}
	if d := cmp.Diff([]model.Millis{0, 0, 0, 0, 1, 2}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
