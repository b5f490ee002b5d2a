package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/backoff"
	"eddy/feeds/rest"
)

// answer is a scripted response.
type answer struct {
	status int
	header http.Header
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// script answers requests in order, 200 when it has run out, without a network
// and so under a fake clock. It notes when each request came.
type script struct {
	began time.Time

	mu      sync.Mutex
	answers []answer
	at      []time.Duration
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = append(s.at, time.Since(s.began).Round(time.Millisecond))
	a := answer{status: http.StatusOK}
	if len(s.answers) > 0 {
		a, s.answers = s.answers[0], s.answers[1:]
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	return &http.Response{StatusCode: a.status, Header: a.header, Body: io.NopCloser(strings.NewReader("ok")), Request: r}, nil
}

// scripted returns a client under a fake clock. Must be called in a bubble.
func scripted(t *testing.T, c rest.Config, answers ...answer) (*rest.Client, *script) {
	s := &script{began: time.Now(), answers: answers}
	c.Venue, c.Base, c.Transport = "venue", "https://venue.test", s
	if c.Backoff == (backoff.Policy{}) {
		c.Backoff = backoff.Policy{First: time.Millisecond, Cap: time.Millisecond}
	}
	client, err := rest.New(c)
	if err != nil {
		t.Fatalf("new client: %v", err)
	}
	return client, s
}

func TestRetryAfterHoldsEverything(t *testing.T) {
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // the fake clock's beginning
	for _, tc := range []struct {
		name   string
		first  answer
		resume time.Duration
	}{
		{"429 in seconds", answer{429, header("Retry-After", "7")}, 7 * time.Second},
		{"429 as a date", answer{429, header("Retry-After", start.Add(20*time.Second).Format(http.TimeFormat))}, 20 * time.Second},
		{"429 without a word", answer{429, nil}, 10 * time.Second},
		{"429 with nonsense", answer{429, header("Retry-After", "soon")}, 10 * time.Second},
		{"418 without a word", answer{418, nil}, 2 * time.Minute},
		{"418 obeyed to the second", answer{418, header("Retry-After", "130")}, 130 * time.Second},
		{"503 with a word", answer{503, header("Retry-After", "30")}, 30 * time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, s := scripted(t, rest.Config{}, tc.first)
				var all sync.WaitGroup
				for i := range 4 {
					all.Go(func() {
						time.Sleep(time.Duration(i) * time.Second)
						if _, err := client.Get(t.Context(), "/x", nil, 1); err != nil {
							t.Errorf("request %d: %v", i, err)
						}
					})
				}
				time.Sleep(500 * time.Millisecond)
				if client.Stats().HeldUntil == 0 {
					t.Error("stats do not tell of the cool-down")
				}
				all.Wait()
				if len(s.at) != 5 || s.at[1] < tc.resume || s.at[4] > tc.resume+time.Second {
					t.Errorf("requests left at %v, want one at once and four after %v", s.at, tc.resume)
				}
				if st := client.Stats(); st.Limited != 1 || st.HeldUntil != 0 {
					t.Errorf("stats: %+v", st)
				}
			})
		})
	}
}

func TestPlain503DoesNotHoldOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := scripted(t, rest.Config{}, answer{503, nil}, answer{503, nil})
		if _, err := client.Get(t.Context(), "/x", nil, 1); err != nil {
			t.Errorf("get: %v", err)
		}
		if last := s.at[len(s.at)-1]; last > time.Second {
			t.Errorf("requests left at %v", s.at)
		}
	})
}

// Without a word from the venue the pause doubles as long as it keeps refusing.
func TestCooldownGrows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		many := answer{429, nil}
		client, s := scripted(t, rest.Config{Tries: 5, MaxWait: time.Hour}, many, many, many, many)
		if _, err := client.Get(t.Context(), "/x", nil, 1); err != nil {
			t.Fatalf("get: %v", err)
		}
		var gaps []time.Duration
		for i := 1; i < len(s.at); i++ {
			gaps = append(gaps, (s.at[i] - s.at[i-1]).Round(time.Second))
		}
		if diff := cmp.Diff([]time.Duration{10e9, 20e9, 40e9, 80e9}, gaps); diff != "" {
			t.Errorf("pauses (-want +got):\n%s", diff)
		}
	})
}

// A good answer ends the row of refusals.
func TestCooldownStartsOverAfterSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		many, fine := answer{429, nil}, answer{200, nil}
		client, s := scripted(t, rest.Config{}, many, fine, many, fine)
		for range 2 {
			if _, err := client.Get(t.Context(), "/x", nil, 1); err != nil {
				t.Fatalf("get: %v", err)
			}
		}
		if pause := (s.at[3] - s.at[2]).Round(time.Second); pause != 10*time.Second {
			t.Errorf("second pause lasted %v, want 10 s like the first", pause)
		}
	})
}

// A request that waits for its weight when a cool-down begins waits that out
// too.
func TestCooldownBeginsWhileWaitingForWeight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := scripted(t, rest.Config{Limit: 1, Burst: 2}, answer{200, nil})
		time.AfterFunc(time.Second, func() { client.Hold(10 * time.Second) })
		for range 2 {
			if _, err := client.Get(t.Context(), "/x", nil, 2); err != nil {
				t.Fatalf("get: %v", err)
			}
		}
		if s.at[1] != 11*time.Second {
			t.Errorf("requests left at %v, want the second one after the hold", s.at)
		}
	})
}

// A ban of days is not waited out: requests fail at once and say why, without
// asking the venue.
func TestLongBanFailsFast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := scripted(t, rest.Config{}, answer{418, header("Retry-After", "259200")})
		var said []string
		for range 2 {
			_, err := client.Get(t.Context(), "/x", nil, 1)
			var refused *rest.Error
			if !errors.As(err, &refused) || refused.RetryAfter < 71*time.Hour {
				t.Fatalf("got %v", err)
			}
			said = append(said, refused.Error())
		}
		want := []string{"venue: /x: 418: ok", "venue: /x: 429: not sent: the venue asked to be left alone for another 72h0m0s"}
		if diff := cmp.Diff(want, said); diff != "" {
			t.Errorf("errors (-want +got):\n%s", diff)
		}
		if len(s.at) != 1 || time.Since(s.began) > time.Second {
			t.Errorf("%d requests in %v", len(s.at), time.Since(s.began))
		}
		if st := client.Stats(); st.Failures != 1 || !strings.Contains(st.LastError, "418") {
			t.Errorf("one request was refused, one held back: %d failures, %q", st.Failures, st.LastError)
		}
		time.Sleep(72 * time.Hour)
		if _, err := client.Get(t.Context(), "/x", nil, 1); err != nil {
			t.Errorf("after the ban: %v", err)
		}
	})
}

// The error inside a success can ask for a pause as well (venues/mexc §6: 510).
func TestInspectMayAskForPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		client, s := scripted(t, rest.Config{Inspect: func(int, []byte) *rest.Error {
			if n++; n == 1 {
				return &rest.Error{Code: "510", RetryAfter: 3 * time.Second}
			}
			return nil
		}})
		if _, err := client.Get(t.Context(), "/x", nil, 1); err != nil {
			t.Fatalf("get: %v", err)
		}
		if len(s.at) != 2 || s.at[1] < 3*time.Second {
			t.Errorf("requests left at %v, want the second one after 3 s", s.at)
		}
	})
}

func TestWeightIsPaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := scripted(t, rest.Config{Limit: 10, Burst: 20})
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := client.Get(t.Context(), "/x", nil, 10); err != nil {
					t.Errorf("get: %v", err)
				}
			})
		}
		all.Wait()
		want := []time.Duration{0, 0, 1e9, 2e9, 3e9, 4e9, 5e9, 6e9}
		if diff := cmp.Diff(want, s.at); diff != "" {
			t.Errorf("requests of weight 10 at 10 a second, 20 at once (-want +got):\n%s", diff)
		}
		time.Sleep(10 * time.Second)
		began := time.Since(s.began)
		if _, err := client.Get(t.Context(), "/all", nil, 50); err != nil {
			t.Errorf("more weight than the burst: %v", err)
		}
		if took := s.at[8] - began; took < 2900*time.Millisecond || took > 3100*time.Millisecond {
			t.Errorf("weight 50 left after %v, want 3 s", took)
		}
		client.SetLimit(1000, 1000)
		began = time.Since(s.began)
		if _, err := client.Get(t.Context(), "/all", nil, 900); err != nil || time.Since(s.began)-began > 1100*time.Millisecond {
			t.Errorf("after a wider limit: %v in %v", err, time.Since(s.began)-began)
		}
	})
}

// A request that cannot be granted its weight before its deadline fails at once.
func TestDeadlineTooSoonForTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := scripted(t, rest.Config{Limit: 1, Burst: 1})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if _, err := client.Get(ctx, "/x", nil, 30); err == nil || len(s.at) != 0 {
			t.Errorf("got %v after %d requests", err, len(s.at))
		}
		if st := client.Stats(); st.Retries != 0 {
			t.Errorf("stats: %+v", st)
		}
	})
}

func TestHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := scripted(t, rest.Config{})
		client.Hold(10 * time.Second)
		client.Hold(time.Second) // a shorter one changes nothing
		if _, err := client.Get(t.Context(), "/x", nil, 1); err != nil || s.at[0] != 10*time.Second {
			t.Errorf("left at %v, %v", s.at, err)
		}
	})
}

func TestCancelEndsEveryWait(t *testing.T) {
	for _, tc := range []struct {
		name    string
		config  rest.Config
		answers []answer
		prepare func(c *rest.Client)
	}{
		{"cool-down", rest.Config{}, nil, func(c *rest.Client) { c.Hold(time.Minute) }},
		{"limiter", rest.Config{Limit: 0.001, Burst: 1}, nil, func(c *rest.Client) { _, _ = c.Get(context.Background(), "/x", nil, 1) }}, // spends the burst
		{"between tries", rest.Config{Backoff: backoff.Policy{First: time.Hour, Cap: time.Hour}}, []answer{{status: 500}}, func(*rest.Client) {}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, _ := scripted(t, tc.config, tc.answers...)
				tc.prepare(client)
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan error, 1)
				go func() {
					_, err := client.Get(ctx, "/x", nil, 1)
					done <- err
				}()
				time.Sleep(time.Second)
				cancelled := time.Now()
				cancel()
				if err := <-done; !errors.Is(err, context.Canceled) {
					t.Errorf("got %v, want the context's error", err)
				}
				if took := time.Since(cancelled); took > 200*time.Millisecond {
					t.Errorf("ended %v after its context", took)
				}
			})
		})
	}
}
