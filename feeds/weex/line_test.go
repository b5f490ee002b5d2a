package weex

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/wire"
	"eddy/model"
)

// nowhere takes everything.
type nowhere struct{ events []model.Event }

func (n *nowhere) Put(_ context.Context, events []model.Event) error {
	n.events = append(n.events[:0], events...)
	return nil
}

// deaf returns a venue that is not connected and whom it tells.
func deaf(t *testing.T) (*Venue, *nowhere) {
	t.Helper()
	v, err := New(Config{Setup: station.Setup{Assets: []model.Asset{"ETH"}}})
	if err != nil {
		t.Fatal(err)
	}
	sink := &nowhere{}
	v.station.Attach(context.Background(), sink)
	v.follow(guesses(v.config.Assets), true)
	return v, sink
}

// TestHandlingAFrameDoesNotAllocate follows a frame from the socket's reader to
// the sink.
func TestHandlingAFrameDoesNotAllocate(t *testing.T) {
	v, sink := deaf(t)
	frame := []byte(`{"e":"ticker","E":1794001000250,"s":"ETHUSDT","d":[{"P":"-0.043605","c":"3045.89","o":"3139.17","q":"2365814487.32196","m":"3045.91","i":"3047.2225"}]}`)
	received := time.UnixMilli(1794001000300)
	n := testing.AllocsPerRun(100, func() {
		topic, err := v.lines[0].handle(nil, frame, received)
		if topic != "ETHUSDT@ticker" || err != nil {
			t.Fatalf("got %q, %v", topic, err)
		}
	})
	if n != 0 || len(sink.events) == 0 {
		t.Errorf("got %v allocations and %d events", n, len(sink.events))
	}
}

func TestHandleTellsWhatBecameOfAFrame(t *testing.T) {
	v, _ := deaf(t)
	l := v.lines[0]
	tick := func(stamp string) string {
		return `{"e":"ticker","E":` + stamp + `,"s":"ETHUSDT","d":[{"c":"5"}]}`
	}
	for _, step := range []struct {
		name, frame, topic string
		want               error
	}{
		{"a ticker", tick("1794001000250"), "ETHUSDT@ticker", nil},
		{"an overtaken one", tick("1794001000240"), "ETHUSDT@ticker", wire.ErrDropped},
		{"a greeting", `{"cid":"x","event":"connected","time":"1"}`, "", nil},
		{"bars of another length", `{"e":"kline","E":1,"s":"ETHUSDT","d":[]}`, "", nil},
	} {
		if topic, err := l.handle(nil, []byte(step.frame), time.Now()); topic != step.topic || !errors.Is(err, step.want) {
			t.Errorf("%s: got %q, %v; want %q, %v", step.name, topic, err, step.topic, step.want)
		}
	}
	if _, err := l.handle(nil, []byte(`{"e"`), time.Now()); err == nil {
		t.Error("a cut frame was no error")
	}
	l.onState(model.LinkDown, "cut")
	if _, err := l.handle(nil, []byte(tick("1794001000240")), time.Now()); err != nil {
		t.Errorf("a new connection begins anew: got %v", err)
	}
}

// TestSnapshotsOfBarsAreHistory lets the closed bars out in one piece and only
// the open one as news.
func TestSnapshotsOfBarsAreHistory(t *testing.T) {
	v, sink := deaf(t)
	frame := `{"e":"klineSnapshot","E":1794001200000,"s":"ETHUSDT","p":"LAST_PRICE","d":[` +
		`{"t":1793991600000,"i":"1h","o":"1","c":"1","h":"1","l":"1","v":"1"},` +
		`{"t":1793995200000,"i":"1h","o":"1","c":"1","h":"1","l":"1","v":"1"},` +
		`{"t":1793998800000,"i":"1h","o":"1","c":"1","h":"1","l":"1","v":"1"}]}`
	var all []model.Event
	v.station.Attach(context.Background(), sinkFunc(func(events []model.Event) { all = append(all, events...) }))
	if topic, err := v.lines[0].handle(nil, []byte(frame), time.Now()); topic != "ETHUSDT@kline_1h_LAST_PRICE" || err != nil {
		t.Fatalf("got %q, %v", topic, err)
	}
	if len(all) != 2 || len(sink.events) != 0 {
		t.Fatalf("got %+v", all)
	}
	h, ok := all[0].Detail.(*model.History)
	if !ok || len(h.Bars) != 2 || !h.Bars[1].Closed || all[1].Kind != model.KindBar || all[1].Bar.Closed {
		t.Errorf("got %+v and %+v", h, all[1])
	}
}

type sinkFunc func([]model.Event)

func (f sinkFunc) Put(_ context.Context, events []model.Event) error {
	f(events)
	return nil
}

func TestTopics(t *testing.T) {
	of := []model.Instrument{{Symbol: "BTCUSDT", Asset: "BTC"}, {Symbol: "1000PEPEUSDT", Asset: "PEPE"}}
	listed, guessed := topics(of, false), topics(of, true)
	if len(listed) != 6 || listed[0] != (wire.Topic{Name: "BTCUSDT@ticker", Group: "ticker", MaxSilence: busiestSilence, Symbol: "BTCUSDT", Asset: "BTC"}) {
		t.Errorf("got %+v", listed)
	}
	if listed[5].Name != "1000PEPEUSDT@kline_1h_LAST_PRICE" || listed[3].MaxSilence != time.Minute || guessed[0].MaxSilence != 0 {
		t.Errorf("got %+v and, guessed, %+v", listed, guessed[0])
	}
	if g := guesses([]model.Asset{"PEPE", "ETH"}); g[0].Symbol != "1000PEPEUSDT" || g[0].Multiplier != 1000 || g[1].Symbol != "ETHUSDT" {
		t.Errorf("guessed %+v", g)
	}
}

func TestSettle(t *testing.T) {
	names := []string{"A@ticker", "A@depth15"}
	for _, tc := range []struct {
		name string
		a    answer
		want verdict
	}{
		{"accepted", answer{accepted: true}, verdict{accepted: names}},
		{"the symbol is not known", answer{message: []byte("INVALID_ARGUMENT: invalid symbol : A")},
			verdict{refused: names, reason: "INVALID_ARGUMENT: invalid symbol : A"}},
		{"one stream is not known", answer{message: []byte("INVALID_ARGUMENT: invalid event : depth15")},
			verdict{refused: []string{"A@depth15"}, again: []string{"A@ticker"}, reason: "INVALID_ARGUMENT: invalid event : depth15"}},
		{"a stranger is named", answer{message: []byte("invalid event : x")}, verdict{refused: names, reason: "invalid event : x"}},
		{"no words", answer{}, verdict{refused: names}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := newRequests()
			frames := q.subscribe(append([]string{"B@ticker"}, names...))
			var c command
			if err := json.Unmarshal(frames[1], &c); err != nil || len(frames) != 2 {
				t.Fatalf("%d frames, %v", len(frames), err)
			}
			tc.a.id = int64(c.ID)
			if d := cmp.Diff(tc.want, q.settle(&tc.a), cmp.AllowUnexported(verdict{})); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if again := q.settle(&tc.a); len(again.accepted)+len(again.refused)+len(again.again) > 0 {
				t.Errorf("an answer counts once, got %+v", again)
			}
		})
	}
	q := newRequests()
	q.subscribe(names)
	q.restart()
	if v := q.settle(&answer{accepted: true, id: 1}); v.accepted != nil {
		t.Errorf("an answer from the connection before: got %+v", v)
	}
}

func TestFrames(t *testing.T) {
	for want, got := range map[string][]byte{
		`{"method":"PONG","id":1000000}`:                              pong(),
		`{"method":"PING","id":1000000}`:                              ping(),
		`{"method":"UNSUBSCRIBE","params":["A@ticker"],"id":1000000}`: unsubscribe([]string{"A@ticker"})[0],
		`{"method":"SUBSCRIBE","params":["A@ticker"],"id":1}`:         newRequests().subscribe([]string{"A@ticker"})[0],
	} {
		if string(got) != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestReadBars(t *testing.T) {
	const t0, hour = 1793998800000, 3600_000
	row := func(n int, prices string) string {
		return fmt.Sprintf(`[%d,%s,"2",%d,"1",1,"1","1"]`, t0+n*hour, prices, t0+(n+1)*hour)
	}
	good := `"100","110","90","105"`
	three := "[" + row(0, good) + "," + row(1, good) + "," + row(2, good) + "]"
	for _, tc := range []struct {
		name, body string
		now        model.Millis
		bars, rows int
		fails      bool
	}{
		{"the last one is open", three, t0 + 3*hour - 1, 2, 3, false},
		{"the last one has closed", three, t0 + 3*hour, 3, 3, false},
		{"nothing heard of the clock", three, 0, 2, 3, false},
		{"newest first", "[" + row(2, good) + "," + row(1, good) + "]", t0 + 3*hour - 1, 1, 2, false},
		{"a broken row is a hole", "[" + row(0, good) + "," + row(1, `"0","0","0","0"`) + "," + row(2, good) + "]", t0 + 9*hour, 2, 3, false},
		{"a row twice", "[" + row(0, good) + "," + row(0, good) + "]", t0 + 9*hour, 1, 2, false},
		{"a row that is none", `[5,` + row(0, good) + "]", t0 + 9*hour, 1, 2, false},
		{"one that begins anywhere", fmt.Sprintf(`[[%d,%s,"2",%d]]`, t0+5, good, t0+5+hour), t0 + 9*hour, 0, 1, false},
		{"empty", "[]", t0, 0, 0, false},
		{"null", "null", t0, 0, 0, false},
		{"cut off", three[:len(three)-1], t0, 0, 0, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bars, rows, err := readBars([]byte(tc.body), 1, tc.now)
			if len(bars) != tc.bars || rows != tc.rows || (err != nil) != tc.fails {
				t.Errorf("got %d bars of %d rows, %v; want %d of %d", len(bars), rows, err, tc.bars, tc.rows)
			}
		})
	}
}

func TestInspect(t *testing.T) {
	for _, tc := range []struct {
		name   string
		status int
		body   string
		want   *rest.Error
	}{
		{"refusal", 400, `{"code":-1142,"msg":"Parameter 'symbol' is invalid."}`, &rest.Error{Code: "-1142", Msg: "Parameter 'symbol' is invalid."}},
		{"refusal with status 200", 200, `{"code":-1121,"msg":"Invalid symbol."}`, &rest.Error{Code: "-1121", Msg: "Invalid symbol."}},
		{"too many, in words", 429, `{"code":-1003,"msg":"Too many"}`, &rest.Error{Code: "-1003", Msg: "Too many", RetryAfter: banned}},
		{"too many, without", 429, `<html>`, &rest.Error{RetryAfter: banned}},
		{"a good body", 200, `{"symbol":"BTCUSDT","openInterest":"5","time":1}`, nil},
		{"a list", 200, `[]`, nil},
		{"success in words", 200, `{"code":200,"msg":"success"}`, nil},
		{"no such path", 404, `{"status":404,"error":"Not Found"}`, nil},
		{"a page of a firewall", 403, `<html>`, nil},
	} {
		got := inspect(tc.status, []byte(tc.body))
		if d := cmp.Diff(tc.want, got, cmpopts.IgnoreUnexported(rest.Error{})); d != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, d)
		}
	}
}

func TestPointless(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		want bool
	}{
		{"unknown symbol", &rest.Error{Status: 400}, true},
		{"unknown symbol in a good answer", &rest.Error{Status: 200, Code: "-1121"}, true},
		{"unknown path", &rest.Error{Status: 404}, true},
		{"too many requests", &rest.Error{Status: 429}, false},
		{"firewall", &rest.Error{Status: 403}, false},
		{"server trouble", &rest.Error{Status: 503}, false},
		{"network", errors.New("connection reset"), false},
	} {
		if got := errors.Is(pointless(tc.err), backfill.ErrPointless); got != tc.want {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.want)
		}
	}
}
