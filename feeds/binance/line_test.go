package binance

import (
	"context"
	"errors"
	"testing"
	"time"

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

// TestHandlingAFrameDoesNotAllocate follows a frame from the socket's reader to
// the sink.
func TestHandlingAFrameDoesNotAllocate(t *testing.T) {
	v, err := New(Config{Setup: station.Setup{Assets: []model.Asset{"ETH"}}})
	if err != nil {
		t.Fatal(err)
	}
	sink := &nowhere{}
	v.station.Attach(context.Background(), sink)
	v.follow(guesses(v.config.Assets), true)
	frame := []byte(`{"stream":"ethusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":1790000001000,"s":"ETHUSDT","p":"2931.48210437","ap":"2931.50117290","P":"2930.77410265","i":"2932.90418604","r":"-0.00004127","T":1790006400000,"st":1}}`)
	received := time.UnixMilli(1790000001100)
	n := testing.AllocsPerRun(100, func() {
		topic, err := v.market.handle(nil, frame, received)
		if topic != "ethusdt@markPrice@1s" || err != nil {
			t.Fatalf("got %q, %v", topic, err)
		}
	})
	if n != 0 || sink.events == 0 {
		t.Errorf("got %v allocations and %d events", n, sink.events)
	}
}

func TestHandleTellsWhatBecameOfAFrame(t *testing.T) {
	v, err := New(Config{Setup: station.Setup{Assets: []model.Asset{"ETH"}}})
	if err != nil {
		t.Fatal(err)
	}
	v.follow(guesses(v.config.Assets), true)
	for _, step := range []struct {
		name, frame, topic string
		want               error
	}{
		{"a quote", `{"stream":"ethusdt@bookTicker","data":{"e":"bookTicker","u":2,"s":"ETHUSDT","b":"1","a":"2"}}`, "ethusdt@bookTicker", nil},
		{"an overtaken one", `{"stream":"ethusdt@bookTicker","data":{"e":"bookTicker","u":1,"s":"ETHUSDT","b":"1","a":"2"}}`, "ethusdt@bookTicker", wire.ErrDropped},
		{"a stream nobody asked for", `{"stream":"solusdt@bookTicker","data":{"e":"bookTicker","u":1,"s":"SOLUSDT","b":"1","a":"2"}}`, "", nil},
		{"an acknowledgement", `{"result":null,"id":1}`, "", nil},
	} {
		if topic, err := v.public.handle(nil, []byte(step.frame), time.Now()); topic != step.topic || !errors.Is(err, step.want) {
			t.Errorf("%s: got %q, %v; want %q, %v", step.name, topic, err, step.topic, step.want)
		}
	}
	if _, err := v.public.handle(nil, []byte(`{"stream"`), time.Now()); err == nil {
		t.Error("a cut frame was no error")
	}
	for _, frame := range []string{`{"code":2,"msg":"Invalid request: no such thing"}`, `{"error":{"code":2,"msg":"Invalid request: no such thing"},"id":1}`} {
		if _, err := v.public.handle(nil, []byte(frame), time.Now()); err == nil || err.Error() != "binance: Invalid request: no such thing (code 2)" {
			t.Errorf("%s: got %v", frame, err)
		}
	}
	v.public.onState(model.LinkDown, "cut")
	if _, err := v.public.handle(nil, []byte(`{"e":"bookTicker","u":1,"s":"ETHUSDT","b":"1","a":"2"}`), time.Now()); err != nil {
		t.Errorf("update ids may begin again on a new connection: got %v", err)
	}
}

func TestRequestsAreCutToSize(t *testing.T) {
	names := make([]string, 250)
	for i := range names {
		names[i] = "x"
	}
	names[0] = `龙虾usdt@"`
	frames := subscribe(names)
	if len(frames) != 3 || string(frames[2][:23]) != `{"method":"SUBSCRIBE","` {
		t.Fatalf("got %d frames, the last %.40s", len(frames), frames[len(frames)-1])
	}
	if want := `{"method":"UNSUBSCRIBE","params":["龙虾usdt@\""],"id":1}`; string(unsubscribe(names[:1])[0]) != want {
		t.Errorf("got %s, want %s", unsubscribe(names[:1])[0], want)
	}
	if subscribe(nil) != nil {
		t.Error("asked for nothing")
	}
}

func TestTopics(t *testing.T) {
	of := []model.Instrument{{Symbol: "BTCUSDT"}, {Symbol: "币安人生USDT"}}
	listed, guessed := topics(marketStreams, of, false), topics(marketStreams, of, true)
	if len(listed) != 6 || listed[0] != (wire.Topic{Name: "btcusdt@markPrice@1s", Group: "mark", MaxSilence: 10 * time.Second, Symbol: "BTCUSDT"}) {
		t.Errorf("got %+v", listed)
	}
	if listed[5].Name != "币安人生usdt@kline_1h" || guessed[0].MaxSilence != 0 {
		t.Errorf("got %+v and, guessed, %+v", listed[5], guessed[0])
	}
}

func TestKlineWeight(t *testing.T) {
	for limit, want := range map[int]int{1: 1, 99: 1, 100: 2, 499: 2, 500: 5, 1000: 5, 1001: 10, 1500: 10} {
		if got := klineWeight(limit); got != want {
			t.Errorf("limit %d: got %d, want %d", limit, got, want)
		}
	}
}
