package rest_test

import (
	"io"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/rest"
)

// The tap is shown every answer as it came, each try of a question its own, and
// never the address, where a key may stand.
func TestTapSeesEveryAnswer(t *testing.T) {
	type seen struct {
		Asked   string
		Status  int
		Refused bool
		Body    string
	}
	var mu sync.Mutex
	var got []seen
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	tries := 0
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/heals":
			if tries++; tries == 1 {
				w.WriteHeader(http.StatusBadGateway)
				_, _ = io.WriteString(w, "<html>")
				return
			}
			_, _ = io.WriteString(w, "[]")
		case "/api/inside":
			_, _ = io.WriteString(w, `{"code":10001,"msg":"no"}`)
		case "/api/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `[1,`)
		default:
			_, _ = io.WriteString(w, "null")
		}
	}, func(c *rest.Config) {
		c.Tries, c.Now = 2, func() time.Time { return at }
		c.Tap = func(a rest.Answer) {
			mu.Lock()
			defer mu.Unlock()
			if a.From != "venue" || !a.Received.Equal(at) {
				t.Errorf("from %q at %s", a.From, a.Received)
			}
			got = append(got, seen{a.Asked, a.Status, a.Refused, string(a.Body)})
		}
	})
	ctx := t.Context()
	if _, err := client.Get(ctx, "/heals", url.Values{"symbol": {"BTC"}}, 1); err != nil {
		t.Error(err)
	}
	if _, err := client.Get(ctx, "/inside", nil, 1); err == nil {
		t.Error("an error inside a success is none")
	}
	if _, err := client.Get(ctx, "/cut", nil, 1); err == nil {
		t.Error("half an answer is one")
	}
	if _, err := client.Post(ctx, "/info", []byte(`{"type":"meta"}`), 1); err != nil {
		t.Error(err)
	}
	want := []seen{
		{"GET /heals?symbol=BTC", 502, true, "<html>"},
		{"GET /heals?symbol=BTC", 200, false, "[]"},
		{"GET /inside", 200, true, `{"code":10001,"msg":"no"}`},
		{"GET /cut", 200, true, "[1,"},
		{"GET /cut", 200, true, "[1,"},
		{`POST /info {"type":"meta"}`, 200, false, "null"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
