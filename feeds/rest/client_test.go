package rest_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"eddy/feeds/backoff"
	"eddy/feeds/rest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// quick keeps the pauses between tries out of tests that run on a real clock.
var quick = backoff.Policy{First: time.Millisecond, Cap: time.Millisecond}

// inspect reads the errors of venues that answer {"code":…,"msg":…}.
func inspect(_ int, body []byte) *rest.Error {
	var e struct {
		Code int    `json:"code"`
		Msg  string `json:"msg"`
	}
	if json.Unmarshal(body, &e) != nil || e.Code == 0 {
		return nil
	}
	return &rest.Error{Code: fmt.Sprint(e.Code), Msg: e.Msg}
}

// serve starts a server on loopback and a client for it.
func serve(t *testing.T, handle http.HandlerFunc, change func(c *rest.Config)) *rest.Client {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	c := rest.Config{Venue: "venue", Base: server.URL + "/api/", Backoff: quick, Inspect: inspect}
	if change != nil {
		change(&c)
	}
	client, err := rest.New(c)
	if err != nil {
		t.Fatalf("new client: %v", err)
	}
	t.Cleanup(client.Close)
	return client
}

func TestGet(t *testing.T) {
	var heard *http.Request
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		heard = r
		w.Header().Set("X-Used", "7")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(`[1,2]`)) // the client's side is what is tested
		_ = z.Close()
	}, func(c *rest.Config) {
		c.Header = http.Header{"X-Simulated-Trading": {"1"}}
		c.OnResponse = func(h http.Header) {
			if h.Get("X-Used") != "7" {
				t.Errorf("hook saw %v", h)
			}
		}
	})
	body, err := client.Get(t.Context(), "/v1/klines", url.Values{"symbol": {"币安人生USDT"}, "limit": {"5"}}, 1)
	if err != nil || string(body) != "[1,2]" {
		t.Fatalf("got %q, %v", body, err)
	}
	if got, want := heard.URL.String(), "/api/v1/klines?limit=5&symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT"; got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
	if heard.Header.Get("User-Agent") != "eddy" || heard.Header.Get("X-Simulated-Trading") != "1" {
		t.Errorf("header: %v", heard.Header)
	}
	if st := client.Stats(); st.Requests != 1 || st.Bytes != 5 || st.Failures != 0 {
		t.Errorf("stats: %+v", st)
	}
}

func TestPost(t *testing.T) {
	var kind, said string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("read: %v", err)
		}
		kind, said = r.Header.Get("Content-Type"), string(body)
		_, _ = w.Write([]byte("null")) // the client's side is what is tested
	}, nil)
	body, err := client.Post(t.Context(), "/info", []byte(`{"type":"meta"}`), 20)
	if err != nil || string(body) != "null" || kind != "application/json" || said != `{"type":"meta"}` {
		t.Errorf("got %q, %v; server heard %s %s", body, err, kind, said)
	}
}

func TestRefusals(t *testing.T) {
	for _, tc := range []struct {
		name         string
		status       int
		kind, answer string
		change       func(c *rest.Config)
		want         string
		tries        int32
	}{
		{"venue's own words", 400, "application/json", `{"code":-1121,"msg":"Invalid symbol."}`, nil, "venue: /x: 400: -1121 Invalid symbol.", 1},
		{"error inside a success", 200, "application/json", `{"code":10001,"msg":"params error"}`, nil, "venue: /x: 200: 10001 params error", 1},
		{"plain text", 422, "text/plain", "Failed to deserialize", nil, "venue: /x: 422: Failed to deserialize", 1},
		{"page", 403, "text/html; charset=utf-8", "<html><h1>403</h1>", nil, "venue: /x: 403: Forbidden", 1},
		{"page that says it is none", 404, "application/json", "\n <!doctype html><p>nothing here", nil, "venue: /x: 404: Not Found", 1},
		{"terminal control", 404, "text/plain", "no\x1b[2Jsuch\npath", nil, "venue: /x: 404: no[2Jsuch path", 1},
		{"long", 404, "text/plain", strings.Repeat("long ", 1000), nil, "venue: /x: 404: " + strings.TrimSpace(strings.Repeat("long ", 40)) + " …", 1},
		{"server error", 502, "text/html", "<html>", nil, "venue: /x: 502: Bad Gateway", 3},
		{"server error that is final", 500, "application/json", "null", func(c *rest.Config) {
			c.Inspect = func(int, []byte) *rest.Error { return &rest.Error{Msg: "unknown coin", Retry: rest.RetryNever} }
		}, "venue: /x: 500: unknown coin", 1},
		{"busy inside a success", 200, "application/json", "{}", func(c *rest.Config) {
			c.Tries = 5
			c.Inspect = func(int, []byte) *rest.Error { return &rest.Error{Code: "510", Retry: rest.RetryAgain} }
		}, "venue: /x: 200: 510", 5},
		{"no content is an answer", 204, "", "", nil, "", 1},
		{"not modified is none", 304, "", "", nil, "venue: /x: 304: Not Modified", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var tries atomic.Int32
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				tries.Add(1)
				w.Header().Set("Content-Type", tc.kind)
				w.WriteHeader(tc.status)
				_, _ = w.Write([]byte(tc.answer)) // some statuses allow no body
			}, tc.change)
			_, err := client.Get(t.Context(), "/x", nil, 1)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tc.want || tries.Load() != tc.tries {
				t.Errorf("got %q after %d tries, want %q after %d", got, tries.Load(), tc.want, tc.tries)
			}
			var refused *rest.Error
			if tc.want != "" && (!errors.As(err, &refused) || refused.Status != tc.status || refused.Venue != "venue" || refused.Path != "/x") {
				t.Errorf("error: %#v", err)
			}
		})
	}
}

func TestTransientFailuresHeal(t *testing.T) {
	cut := func(w http.ResponseWriter) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Errorf("hijack: %v", err)
			return
		}
		_ = conn.Close()
	}
	for _, tc := range []struct {
		name, lastError string
		fail            func(w http.ResponseWriter)
	}{
		{"server error", "500", func(w http.ResponseWriter) { w.WriteHeader(500) }},
		{"connection cut", "EOF", cut},
		{"body cut", "read: unexpected EOF", func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("half")) // the rest never comes
		}},
		{"no answer in time", "no answer in time", func(http.ResponseWriter) { time.Sleep(300 * time.Millisecond) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var tries atomic.Int32
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if tries.Add(1) < 3 {
					tc.fail(w)
					return
				}
				_, _ = w.Write([]byte("whole")) // the client's side is what is tested
			}, func(c *rest.Config) {
				c.Timeout = 5 * time.Second
				if tc.name == "no answer in time" {
					c.Timeout = 100 * time.Millisecond
				}
			})
			body, err := client.Get(t.Context(), "/x", nil, 1)
			if err != nil || string(body) != "whole" {
				t.Errorf("got %q, %v", body, err)
			}
			if st := client.Stats(); st.Retries != 2 || st.Failures != 2 || !strings.Contains(st.LastError, tc.lastError) {
				t.Errorf("stats: %+v", st)
			}
		})
	}
}

func TestSizeLimit(t *testing.T) {
	var tries atomic.Int32
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		tries.Add(1)
		w.Header().Set("Content-Encoding", "gzip") // 2 MB of zeros pack into 2 KB
		z := gzip.NewWriter(w)
		_, _ = z.Write(make([]byte, 2<<20)) // the client hangs up half-way
		_ = z.Close()
	}, func(c *rest.Config) { c.MaxSize = 1 << 20 })
	_, err := client.Get(t.Context(), "/x", nil, 1)
	if err == nil || !strings.Contains(err.Error(), "over the size limit") || tries.Load() != 1 {
		t.Errorf("got %v after %d tries", err, tries.Load())
	}
}

func TestRedirectsEnd(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/api/x", http.StatusFound) }, nil)
	if _, err := client.Get(t.Context(), "/x", nil, 1); err == nil || !strings.Contains(err.Error(), "redirects") {
		t.Errorf("got %v", err)
	}
}

func TestErrorsNameNoQuery(t *testing.T) {
	client, err := rest.New(rest.Config{Venue: "venue", Base: "http://127.0.0.1:1", Backoff: quick})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Get(context.Background(), "/x", url.Values{"symbol": {"BTC"}}, 1)
	if err == nil || strings.Contains(err.Error(), "symbol") || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("got %v", err)
	}
}

func TestNewChecksConfiguration(t *testing.T) {
	for _, tc := range []struct {
		name string
		c    rest.Config
		want string
	}{
		{"fine", rest.Config{Venue: "v", Base: "https://host"}, ""},
		{"path", rest.Config{Venue: "v", Base: "https://host/capi/v3/"}, ""},
		{"no venue", rest.Config{Base: "https://host"}, "needs a venue"},
		{"no host", rest.Config{Venue: "v", Base: "https://"}, "v: base address"},
		{"socket", rest.Config{Venue: "v", Base: "wss://host"}, "v: base address"},
		{"query", rest.Config{Venue: "v", Base: "https://host?x=1"}, "v: base address"},
		{"broken", rest.Config{Venue: "v", Base: "https://ho st"}, "v: base address"},
		{"negative", rest.Config{Venue: "v", Base: "https://host", Burst: -1}, "must not be negative"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := rest.New(tc.c)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

// A refusal that is an answer comes back at once and is no failure.
func TestAnAnswerIsNoFailure(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"code":-1000,"msg":"no open interest"}`, http.StatusBadRequest)
	}, func(c *rest.Config) {
		c.Answers = func(e *rest.Error) bool { return e.Path == "/interest" }
	})
	var refused *rest.Error
	if _, err := c.Get(t.Context(), "/interest", nil, 1); !errors.As(err, &refused) || refused.Status != http.StatusBadRequest {
		t.Fatalf("got %v", err)
	}
	if got := c.Stats().Failures; got != 0 {
		t.Errorf("%d failures after an answer", got)
	}
	if _, err := c.Get(t.Context(), "/other", nil, 1); err == nil || c.Stats().Failures == 0 {
		t.Errorf("a refusal was not counted: %v", err)
	}
}

// How long a venue says it wants to be left alone goes before what an adapter
// takes for usual there.
func TestRetryAfterGoesBeforeTheUsual(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTeapot)
	}, func(c *rest.Config) {
		c.Tries = 1
		c.Inspect = func(int, []byte) *rest.Error { return &rest.Error{RetryAfter: 5 * time.Minute} }
	})
	_, err := client.Get(t.Context(), "/v1/time", nil, 1)
	var refused *rest.Error
	if !errors.As(err, &refused) || refused.RetryAfter != 7*time.Second {
		t.Errorf("got %v, %+v", err, refused)
	}
	if !rest.Counted(fmt.Errorf("asked: %w", err)) || rest.Counted(errors.New("no list")) {
		t.Error("what failed on the way is not told from what was made of an answer")
	}
}
