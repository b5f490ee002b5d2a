package wire_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/backoff"
	"eddy/feeds/wire"
	"eddy/model"
)

func TestKeepAlive(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(c *wire.Config)
		want   string
	}{
		{"text", func(c *wire.Config) { c.Ping = func() []byte { return []byte(`{"op":"ping"}`) } }, `{"op":"ping"}`},
		{"control frames", func(c *wire.Config) { c.PingFrames = true }, "<ping>"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := &pipeVenue{serve: func(c *pipeClient) { c.sayEvery(time.Second, "a 1") }}
			onPipe(t, v, func(c *wire.Config) {
				c.PingEvery = 20 * time.Second
				tc.change(c)
			}, func(t *testing.T, b *bench) {
				time.Sleep(70 * time.Second)
				synctest.Wait()
				var at []time.Duration
				for _, f := range v.clients[0].heard {
					if f.text == tc.want {
						at = append(at, f.at.Round(time.Second))
					}
				}
				if diff := cmp.Diff([]time.Duration{20e9, 40e9, 60e9}, at); diff != "" {
					t.Errorf("pings (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestReadTimeout(t *testing.T) {
	t.Run("nothing at all", func(t *testing.T) {
		v := &pipeVenue{serve: func(c *pipeClient) { c.say("a 1"); <-c.gone }}
		onPipe(t, v, func(c *wire.Config) { c.ReadTimeout = 30 * time.Second }, func(t *testing.T, b *bench) {
			time.Sleep(31 * time.Second)
			synctest.Wait()
			if b.venue.connections() != 2 || !strings.Contains(b.states(), "down: nothing received for 30 s") {
				t.Errorf("connections %d, states %s", b.venue.connections(), b.states())
			}
		})
	})
	t.Run("the venue's pings count", func(t *testing.T) {
		v := &pipeVenue{}
		v.serve = func(c *pipeClient) {
			for {
				select {
				case <-c.gone:
					return
				case <-time.After(20 * time.Second):
					_ = c.WriteControl(9, []byte("hi"), time.Now().Add(time.Second)) // a client that left is noticed above
				}
			}
		}
		onPipe(t, v, func(c *wire.Config) { c.ReadTimeout = 30 * time.Second }, func(t *testing.T, b *bench) {
			time.Sleep(10 * time.Minute)
			synctest.Wait()
			if b.venue.connections() != 1 {
				t.Errorf("%d connections, want the first one kept", b.venue.connections())
			}
		})
	})
}

// Requests leave SendEvery apart, an answer to a ping at once.
func TestPacing(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) {
		time.Sleep(time.Second)
		c.say("ping")
		<-c.gone
	}}
	onPipe(t, v, func(c *wire.Config) {
		c.SendEvery = 400 * time.Millisecond
		c.Subscribe = func(topics []string) (frames [][]byte) {
			for _, topic := range topics {
				frames = append(frames, []byte(topic))
			}
			return frames
		}
		c.Handle = func(s *wire.Session, _ []byte, _ time.Time) (string, error) { return "", s.SendNow([]byte("pong")) }
	}, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(0, "a", "b", "c", "d", "e"))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		want := []heardFrame{
			{0, "a"}, {400e6, "b"}, {800e6, "c"}, {1000e6, "pong"}, {1400e6, "d"}, {1800e6, "e"},
		}
		got := v.clients[0].heard
		for i := range got {
			got[i].at = got[i].at.Round(5 * time.Millisecond)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(heardFrame{})); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

// A frame is valid only while it is handled; what is sent of it is a copy.
func TestSendCopies(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) {
		for _, f := range []string{"one", "two", "six"} {
			c.say(f)
		}
		<-c.gone
	}}
	onPipe(t, v, func(c *wire.Config) {
		c.SendEvery = time.Second
		c.Handle = func(s *wire.Session, frame []byte, _ time.Time) (string, error) { return "", s.Send(frame) }
	}, func(t *testing.T, b *bench) {
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if diff := cmp.Diff([]string{"one", "two", "six"}, v.asked(0)); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

func TestSendNeedsAConnection(t *testing.T) {
	s, err := wire.New(wire.Config{Name: "x", URL: "ws://h", Handle: func(*wire.Session, []byte, time.Time) (string, error) { return "", nil }})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send([]byte("x")); !errors.Is(err, wire.ErrNotConnected) {
		t.Errorf("got %v, want ErrNotConnected", err)
	}
}

func TestPlannedReconnect(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) { c.sayEvery(time.Second, "a 1") }}
	onPipe(t, v, func(c *wire.Config) { c.MaxLifetime = 6 * time.Hour }, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(time.Minute, "a"))
		time.Sleep(6*time.Hour + time.Minute)
		synctest.Wait()
		if len(v.dials) != 2 || v.dials[1] < 5*time.Hour {
			t.Errorf("dialled at %v", v.dials)
		}
		st := b.Stats()
		if st.Failures != 0 || st.Reconnects != 1 || st.State != model.LinkLive || st.LastError != "" {
			t.Errorf("stats: %+v", st)
		}
		b.Reconnect("the venue closes soon")
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if want := "live; connecting: planned reconnect; connecting: waiting for the first data; live; " +
			"connecting: the venue closes soon; connecting: waiting for the first data; live"; !strings.HasSuffix(b.states(), want) {
			t.Errorf("states: %s", b.states())
		}
	})
}

// The back-off grows while connections come to nothing and starts over after
// one that held.
func TestBackoffResetsOnlyAfterAHealthyStretch(t *testing.T) {
	policy := backoff.Policy{First: time.Second, Cap: 16 * time.Second, HealthyAfter: 30 * time.Second}
	v := &pipeVenue{}
	v.serve = func(c *pipeClient) {
		life := 10 * time.Second // not long enough to be healthy
		if c.n == 8 {
			life = 40 * time.Second
		}
		for end := time.Now().Add(life); time.Now().Before(end); time.Sleep(time.Second) {
			c.say("a 1")
		}
	}
	onPipe(t, v, func(c *wire.Config) { c.Backoff = policy }, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(time.Minute, "a"))
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		for i, full := range []time.Duration{1, 2, 4, 8, 16, 16, 16, 1, 2} {
			life := 10 * time.Second
			if i == 7 {
				life = 40 * time.Second
			}
			gap := v.dials[i+1] - v.dials[i] - life
			if gap < full*time.Second/2 || gap > full*time.Second+100*time.Millisecond {
				t.Errorf("pause %d lasted %v, want between half and all of %d s", i+1, gap, full)
			}
		}
	})
}

// A venue that answers the handshake with "too many" is left alone for as long
// as it asks.
func TestHandshakeRetryAfter(t *testing.T) {
	for _, tc := range []struct {
		name, answer, reason string
		atLeast              time.Duration
	}{
		{"seconds", "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 90\r\nContent-Length: 0\r\n\r\n", "down: handshake refused: 429 Too Many Requests", 90 * time.Second},
		{"ban without a word", "HTTP/1.1 418 I'm a teapot\r\nContent-Length: 0\r\n\r\n", "down: handshake refused: 418", 2 * time.Minute},
		{"region", "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"msg\":\"blocked\"}", `down: handshake refused: 403 Forbidden: {"msg":"blocked"}`, 0},
		{"page", "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", "down: handshake refused: 502 Bad Gateway;", 0},
		{"nonsense", "SSH-2.0-OpenSSH_9.6\r\n", "down: dial: malformed HTTP", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := &pipeVenue{serve: func(c *pipeClient) { c.sayEvery(time.Second, "a 1") }}
			v.before = func(n int, conn net.Conn, _ *http.Request) bool {
				if n > 1 {
					return false
				}
				_, _ = conn.Write([]byte(tc.answer)) // the client may have hung up half-way
				return true
			}
			onPipe(t, v, nil, func(t *testing.T, b *bench) {
				time.Sleep(5 * time.Minute)
				synctest.Wait()
				if len(v.dials) != 2 || v.dials[1] < tc.atLeast || v.dials[1] > tc.atLeast+time.Second {
					t.Errorf("dialled at %v, want the second one after %v", v.dials, tc.atLeast)
				}
				if !strings.Contains(b.states(), tc.reason) {
					t.Errorf("states lack %q: %s", tc.reason, b.states())
				}
				if !strings.HasSuffix(b.states(), "live") {
					t.Errorf("never came live: %s", b.states())
				}
			})
		})
	}
}

func TestHandshakeThatIsNeverAnswered(t *testing.T) {
	v := &pipeVenue{before: func(int, net.Conn, *http.Request) bool { time.Sleep(time.Minute); return true }}
	onPipe(t, v, func(c *wire.Config) { c.DialTimeout = 3 * time.Second }, func(t *testing.T, b *bench) {
		time.Sleep(4 * time.Second)
		synctest.Wait()
		if want := "connecting: dialling; down: dial: no answer in time"; b.states() != want {
			t.Errorf("states: %s, want %s", b.states(), want)
		}
	})
}

// Whatever the session is doing, it ends in 200 ms; onPipe checks that.
func TestEndsInTimeWhateverItDoes(t *testing.T) {
	hang := func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	deaf := func(n int, _ net.Conn, _ *http.Request) bool { time.Sleep(time.Minute); return true }
	for _, tc := range []struct {
		name   string
		venue  *pipeVenue
		change func(c *wire.Config)
	}{
		{"dialling", &pipeVenue{}, func(c *wire.Config) { c.DialContext = hang }},
		{"shaking hands", &pipeVenue{before: deaf}, nil},
		{"reading", &pipeVenue{serve: func(c *pipeClient) { c.sayEvery(time.Second, "a 1") }}, nil},
		{"pausing", &pipeVenue{serve: func(*pipeClient) {}}, func(c *wire.Config) { c.Backoff = backoff.Policy{First: time.Hour, Cap: time.Hour} }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			onPipe(t, tc.venue, tc.change, func(t *testing.T, b *bench) {
				b.SetTopics(quiet(time.Minute, "a"))
				time.Sleep(5 * time.Second)
			})
		})
	}
}

// A venue that takes no byte any more must hold up neither the writer's
// deadline nor the end of the program.
func TestVenueThatReadsNothing(t *testing.T) {
	v := &pipeVenue{}
	v.before = func(n int, conn net.Conn, req *http.Request) bool {
		up := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
			acceptKey(req.Header.Get("Sec-WebSocket-Key")) + "\r\n\r\n"
		_, _ = conn.Write([]byte(up)) // the test fails below when it did not arrive
		time.Sleep(time.Hour)
		return true
	}
	onPipe(t, v, func(c *wire.Config) { c.WriteTimeout = 5 * time.Second }, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(time.Minute, "a"))
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if !strings.Contains(b.states(), "down: write: ") {
			t.Errorf("states: %s", b.states())
		}
	})
	onPipe(t, &pipeVenue{before: v.before}, func(c *wire.Config) { c.WriteTimeout = time.Hour }, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(time.Minute, "a"))
		time.Sleep(6 * time.Second)
	})
}
