package okx

import (
	"encoding/json"
	"fmt"
	"testing"

	"eddy/model"
)

// Subscriptions are counted by request and a request may have 64 KB: many
// streams make few requests, none too long.
func TestRequestsStayWithinTheLimits(t *testing.T) {
	var names []string
	for i := range 1000 {
		names = append(names, TopicName("open-interest", fmt.Sprintf("VERYLONGCOINNAME%d-USDT-SWAP", i)))
	}
	frames := subscribe(names)
	if len(frames) != 5 {
		t.Errorf("%d requests for 1000 streams, want 5", len(frames))
	}
	at := 0
	for _, f := range frames {
		var c command
		if err := json.Unmarshal(f, &c); err != nil || c.Op != "subscribe" || len(f) > 64<<10 {
			t.Fatalf("%d bytes, %v: %.80s", len(f), err, f)
		}
		for _, a := range c.Args {
			if got := TopicName(a.Channel, a.InstID); got != names[at] {
				t.Fatalf("stream %d is %s, want %s", at, got, names[at])
			}
			at++
		}
	}
	if at != len(names) {
		t.Errorf("%d streams asked for, want %d", at, len(names))
	}
}

func TestRefusedTopic(t *testing.T) {
	for _, tt := range []struct{ message, want string }{
		{"Wrong URL or channel:index-tickers, instId:NEAR-USDT-SWAP doesn't exist. Please use the correct URL", "index-tickers:NEAR-USDT-SWAP"},
		{"Wrong URL or channel:candle1H,instId:A-USDT-SWAP doesn't exist.", "candle1H:A-USDT-SWAP"},
		{"Invalid request: {}", ""},
		{"channel:tickers", ""},
		{"", ""},
	} {
		if got := refusedTopic(tt.message); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.message, got, tt.want)
		}
	}
}

// A stream that may be silent for ever would never be noticed when it stalls;
// that of a guess must not be held to account.
func TestEveryStreamHasALimitOfSilence(t *testing.T) {
	of := guesses([]model.Asset{"BTC", "ETH"})
	for _, guessed := range []bool{false, true} {
		list := append(topics(publicStreams, of, guessed), topics(businessStreams, of, guessed)...)
		if len(list) != 12 {
			t.Errorf("%d streams for two contracts, want 12", len(list))
		}
		for _, topic := range list {
			if guessed != (topic.MaxSilence == 0) {
				t.Errorf("guessed %v: %s may be silent for %v", guessed, topic.Name, topic.MaxSilence)
			}
		}
	}
}

// The refusal is found wherever the venue puts it, with any status.
func TestInspect(t *testing.T) {
	for _, tt := range []struct {
		name, body, code string
		wait             bool
	}{
		{"good", `{"code":"0","msg":"","data":[{}]}`, "", false},
		{"good, data first", `{"data":[{"code":"7"}],"msg":"","code":"0"}`, "", false},
		{"refusal", `{"code":"51001","msg":"no","data":[]}`, "51001", false},
		{"limit", `{"msg":"Too Many Requests","code":"50011"}`, "50011", true},
		{"code as a number", `{"code":50013,"msg":"busy"}`, "50013", false},
		{"page of a firewall", `<html>`, "", false},
		{"cut off", `{"code":"510`, "", false},
		{"empty", ``, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := inspect(200, []byte(tt.body))
			if tt.code == "" {
				if e != nil {
					t.Errorf("got %+v", e)
				}
				return
			}
			if e == nil || e.Code != tt.code || (e.RetryAfter > 0) != tt.wait {
				t.Errorf("got %+v", e)
			}
		})
	}
}
