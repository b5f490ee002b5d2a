package bybit

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
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
	v.line.follow(guesses(v.config.Assets), true)
	frame := []byte(`{"topic":"tickers.ETHUSDT","type":"delta","data":{"symbol":"ETHUSDT","markPrice":"2931.51","bid1Price":"2931.47","bid1Size":"81.22"},"ts":1790000001204}`)
	received := time.UnixMilli(1790000001300)
	n := testing.AllocsPerRun(100, func() {
		topic, err := v.line.handle(nil, frame, received)
		if topic != "tickers.ETHUSDT" || err != nil {
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
	const topic = "tickers.ETHUSDT"
	frame := func(cs string) string {
		return `{"topic":"tickers.ETHUSDT","type":"delta","data":{"symbol":"ETHUSDT","markPrice":"1"},"cs":` + cs + `,"ts":1790000001204}`
	}
	for _, step := range []struct {
		name, frame, topic string
		want               error
	}{
		{"a ticker", frame("2"), topic, nil},
		{"an overtaken one", frame("1"), topic, wire.ErrDropped},
		{"a stranger's acknowledgement", `{"success":true,"ret_msg":"","req_id":"s9","op":"subscribe"}`, "", nil},
		{"a pong", `{"success":true,"ret_msg":"pong","req_id":"ping","op":"ping"}`, "", nil},
	} {
		if topic, err := v.line.handle(nil, []byte(step.frame), time.Now()); topic != step.topic || !errors.Is(err, step.want) {
			t.Errorf("%s: got %q, %v; want %q, %v", step.name, topic, err, step.topic, step.want)
		}
	}
	if _, err := v.line.handle(nil, []byte(`{"topic"`), time.Now()); err == nil {
		t.Error("a cut frame was no error")
	}
	v.line.onState(model.LinkDown, "cut")
	if _, err := v.line.handle(nil, []byte(frame("1")), time.Now()); err != nil {
		t.Errorf("numbers may begin again on a new connection: got %v", err)
	}
}

func TestTopics(t *testing.T) {
	of := []model.Instrument{{Symbol: "BTCUSDT", Asset: "BTC"}, {Symbol: "1000PEPEUSDT", Asset: "PEPE"}}
	listed, guessed := topics(of, false), topics(of, true)
	if len(listed) != 4 || listed[0] != (wire.Topic{Name: "tickers.BTCUSDT", Group: "ticker", MaxSilence: 10 * time.Second, Symbol: "BTCUSDT", Asset: "BTC"}) {
		t.Errorf("got %+v", listed)
	}
	if listed[3].Name != "kline.60.1000PEPEUSDT" || listed[2].MaxSilence != 30*time.Second || guessed[0].MaxSilence != 0 {
		t.Errorf("got %+v and, guessed, %+v", listed, guessed[0])
	}
}

func TestInspect(t *testing.T) {
	for _, tc := range []struct {
		name   string
		status int
		body   string
		want   *rest.Error
	}{
		{"fine", 200, `{"retCode":0,"retMsg":"OK","result":{}}`, nil},
		{"too many visits", 200, `{"retCode":10006,"retMsg":"Too many visits!","result":{},"retExtInfo":""}`, &rest.Error{Code: "10006", Msg: "Too many visits!", RetryAfter: visitsPause, Retry: rest.RetryAgain}},
		{"a bad parameter", 200, `{"retMsg":"params error","retCode":10001,"result":null}`, &rest.Error{Code: "10001", Msg: "params error"}},
		{"too fast", 403, `access too frequent`, &rest.Error{Msg: "access too frequent", RetryAfter: shutOut}},
		{"from the wrong place", 403, `<html>`, &rest.Error{Msg: "not served from here", Retry: rest.RetryNever}},
		{"no JSON", 502, `<html>`, nil},
		{"cut", 200, `{"retCode":10006`, nil},
	} {
		got := inspect(tc.status, []byte(tc.body))
		if (got == nil) != (tc.want == nil) || got != nil && *got != *tc.want {
			t.Errorf("%s: got %+v, want %+v", tc.name, got, tc.want)
		}
	}
	if !errors.Is(pointless(&rest.Error{Code: "10001", Status: http.StatusOK}), backfill.ErrPointless) ||
		errors.Is(pointless(&rest.Error{Code: "10006", Status: http.StatusOK}), backfill.ErrPointless) {
		t.Error("only what the venue does not know is not asked for again")
	}
}

func TestReadKlines(t *testing.T) {
	in := model.Instrument{Symbol: "1000PEPEUSDT", Multiplier: 1000}
	body := func(rows, tail string) []byte {
		return []byte(`{"retCode":0,"result":{"category":"linear","symbol":"1000PEPEUSDT","list":[` + rows + `]}` + tail + `}`)
	}
	const at = `,"time":1790003000000`
	open := `["1790002800000","10","11","9","10","2","20"]`
	closed := `["1789999200000","10","12","9","11","3","30"],["1789995600000","8","10","8","10","4","40"]`
	bars, rows, err := readKlines(body(open+","+closed, at), in, model.Hour1)
	if err != nil || rows != 3 || len(bars) != 2 || bars[0].OpenTime != 1789995600000 || !bars[1].Closed || bars[1].Close != 0.011 || bars[1].Volume != 3000 {
		t.Errorf("got %d rows, %+v, %v", rows, bars, err)
	}
	bars, rows, err = readKlines(body(`["x"],7,["1789999200000","10","1","9","11","3","30"],`+closed+","+closed, at), in, model.Hour1)
	if err != nil || rows != 7 || len(bars) != 2 {
		t.Errorf("rows that make no sense, and twice: got %d rows, %+v, %v", rows, bars, err)
	}
	for _, broken := range [][]byte{body(closed, ""), []byte(`{"retCode":0,"time":5}`), []byte(`{"retCode":0,"result":{},"time":5}`), []byte(`{`)} {
		if _, _, err := readKlines(broken, in, model.Hour1); err == nil {
			t.Errorf("accepted %s", broken)
		}
	}
}
