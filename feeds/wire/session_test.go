package wire_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/feeds/backoff"
	"eddy/feeds/wire"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must happen; it is long because
// the box may be slow, and costs nothing when the thing happens.
const patience = 20 * time.Second

// change is one call of OnState.
type change struct {
	state  model.LinkState
	reason string
}

// plain returns a configuration whose frames are "topic text" and whose
// requests are "sub a b" and "unsub a b". Changes of state go to the channel.
func plain(url string) (wire.Config, chan change) {
	changes := make(chan change, 1000)
	return wire.Config{
		Name:        "venue/test",
		URL:         url,
		Subscribe:   func(topics []string) [][]byte { return [][]byte{[]byte("sub " + strings.Join(topics, " "))} },
		Unsubscribe: func(topics []string) [][]byte { return [][]byte{[]byte("unsub " + strings.Join(topics, " "))} },
		Handle: func(_ *wire.Session, frame []byte, _ time.Time) (string, error) {
			topic, _, _ := strings.Cut(string(frame), " ")
			return topic, nil
		},
		OnState: func(s model.LinkState, reason string) { changes <- change{s, reason} },
		Backoff: backoff.Policy{First: 10 * time.Millisecond, Cap: 50 * time.Millisecond, HealthyAfter: time.Hour},
	}, changes
}

// start runs a session and returns how to stop it; stopping checks that Run
// ends with the context's error.
func start(t *testing.T, c wire.Config) (*wire.Session, func()) {
	t.Helper()
	s, err := wire.New(c)
	if err != nil {
		t.Fatalf("new session: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stopped := false
	stop := func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := await(t, done, "Run to end"); !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v, want the context's error", err)
		}
	}
	t.Cleanup(stop)
	return s, stop
}

func await[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

// eventually waits for what happens soon after something the test has seen.
func eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !happened(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// awaitState waits until the session has told of a state and returns the
// reason.
func awaitState(t *testing.T, changes <-chan change, want model.LinkState) string {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case c := <-changes:
			if c.state == want {
				return c.reason
			}
		case <-deadline:
			t.Fatalf("waited in vain for state %v", want)
		}
	}
}

func TestSessionAsksHearsAndEnds(t *testing.T) {
	said := make(chan string, 10)
	v := newFakeVenue(t, func(_ *fakeVenue, c *client) {
		said <- <-c.heard
		for _, f := range []string{"a 1", "b 2", "a 3"} {
			if err := c.say(f); err != nil {
				t.Errorf("say: %v", err)
			}
		}
		<-c.gone
		said <- "gone"
	})
	c, changes := plain(v.url())
	frames := make(chan string, 10)
	inner := c.Handle
	c.Handle = func(s *wire.Session, frame []byte, at time.Time) (string, error) {
		frames <- string(frame)
		return inner(s, frame, at)
	}
	s, stop := start(t, c)
	s.SetTopics([]wire.Topic{{Name: "a", Group: "mark"}, {Name: "b", Group: "book"}})
	if got, want := await(t, said, "the request"), "sub a b"; got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
	awaitState(t, changes, model.LinkLive)
	for range 3 {
		await(t, frames, "a frame")
	}
	eventually(t, "the third frame to be counted", func() bool { return s.Stats().Groups[0].Frames == 2 })
	st := s.Stats()
	if st.Frames != 3 || st.Bytes != 9 || st.State != model.LinkLive || st.Reconnects != 0 {
		t.Errorf("stats: %+v", st)
	}
	if st.Groups[0].Frames != 2 || st.Groups[0].Topics != 1 || st.Groups[1].Frames != 1 {
		t.Errorf("groups: %+v", st.Groups)
	}
	stop()
	await(t, said, "the venue to notice the end")
	if code := v.clients[0].code; code != 1000 {
		t.Errorf("closed with code %d, want 1000", code)
	}
}

// obedient serves connections that answer each "sub a b" with one frame a
// topic, until the client leaves or says "drop".
func obedient(_ *fakeVenue, c *client) {
	for request := range c.heard {
		verb, rest, _ := strings.Cut(request, " ")
		if verb == "drop" {
			return
		}
		for topic := range strings.FieldsSeq(rest) {
			if verb == "sub" && c.say(topic+" 1") != nil {
				return
			}
		}
	}
}

// spying passes requests on to the test before it obeys.
func spying(requests chan<- string) func(v *fakeVenue, c *client) {
	return func(v *fakeVenue, c *client) {
		inner := *c
		inner.heard = make(chan string, cap(c.heard))
		go func() {
			defer close(inner.heard)
			for r := range c.heard {
				requests <- r
				inner.heard <- r
			}
		}()
		obedient(v, &inner)
	}
}

func TestSessionSendsDifferencesAndEverythingAfterReconnect(t *testing.T) {
	requests := make(chan string, 100)
	v := newFakeVenue(t, spying(requests))
	c, changes := plain(v.url())
	s, _ := start(t, c)
	expect := func(want string) {
		t.Helper()
		if got := await(t, requests, want); got != want {
			t.Errorf("venue heard %q, want %q", got, want)
		}
	}
	s.SetTopics([]wire.Topic{{Name: "a"}, {Name: "b"}, {Name: "a"}, {Name: ""}})
	expect("sub a b")
	awaitState(t, changes, model.LinkLive)
	s.SetTopics([]wire.Topic{{Name: "b"}, {Name: "c"}})
	expect("unsub a")
	expect("sub c")
	s.Refuse("b", "no such\x1b[31m contract")
	s.Refuse("never wanted", "")
	s.SetTopics([]wire.Topic{{Name: "c"}, {Name: "d"}})
	expect("sub d")
	s.SetTopics([]wire.Topic{{Name: "c"}, {Name: "d"}, {Name: "b", Symbol: "BUSDT", Asset: "B"}})
	expect("sub b")
	s.Refuse("b", "no such\x1b[31m contract")
	if err := s.Send([]byte("drop")); err != nil {
		t.Fatalf("send: %v", err)
	}
	expect("drop")
	expect("sub c d")
	awaitState(t, changes, model.LinkDown)
	awaitState(t, changes, model.LinkLive)
	st := s.Stats()
	if st.Reconnects != 1 || len(st.Refused) != 1 || st.Refused[0].Topic != "b" || st.Refused[0].Reason != "no such[31m contract" {
		t.Errorf("stats: %+v", st)
	}
	if r := st.Refused[0]; r.Symbol != "BUSDT" || r.Asset != "B" || st.Errors != 2 || !strings.HasPrefix(st.LastError, "connection") {
		t.Errorf("refusal %+v, %d errors, last %q; a refusal of what was wanted is an error", r, st.Errors, st.LastError)
	}
	s.AskAgain("d", "unknown")
	expect("sub d")
}

// Hyperliquid closes the socket over a name it does not know, without a word.
// The suspects are those neither acked nor served.
func TestSessionNamesTheSuspects(t *testing.T) {
	v := newFakeVenue(t, func(v *fakeVenue, c *client) {
		if c.n > 1 {
			obedient(v, c)
			return
		}
		<-c.heard
		_ = c.say("ack b") // the handler below notices what is missing
		_ = c.say("a 1")
		_ = c.ws.UnderlyingConn().Close() // without a close frame
	})
	c, changes := plain(v.url())
	plainHandle, plainState := c.Handle, c.OnState
	c.Handle = func(s *wire.Session, frame []byte, at time.Time) (string, error) {
		if topic, isAck := strings.CutPrefix(string(frame), "ack "); isAck {
			s.Ack(topic)
			return "", nil
		}
		return plainHandle(s, frame, at)
	}
	var s *wire.Session
	made := make(chan struct{})
	c.OnState = func(state model.LinkState, reason string) {
		<-made
		if state == model.LinkDown {
			for _, topic := range s.Unanswered() {
				s.Refuse(topic, reason)
			}
		}
		plainState(state, reason)
	}
	s, _ = start(t, c)
	close(made)
	s.SetTopics([]wire.Topic{{Name: "a"}, {Name: "b"}, {Name: "poison"}})
	if got, want := awaitState(t, changes, model.LinkDown), "connection cut without a close frame"; got != want {
		t.Errorf("reason %q, want %q", got, want)
	}
	awaitState(t, changes, model.LinkLive)
	if st := s.Stats(); len(st.Refused) != 1 || st.Refused[0].Topic != "poison" {
		t.Errorf("refused: %+v", st.Refused)
	}
}

func TestSessionSurvivesBadFrames(t *testing.T) {
	for _, tc := range []struct {
		name, frame string
		handle      func() error
		errors      uint64
		dropped     uint64
		reason      string // of the loss of the connection, "" when it is kept
		lastError   string
	}{
		{"nonsense", "x", func() error { return errors.New("no \x07sense") }, 1, 0, "", "no sense"},
		{"thrown away", "x", func() error { return wire.ErrDropped }, 0, 1, "", ""},
		{"panic", "x", func() error { panic("index out of range") }, 1, 0, "panic while handling a frame: index out of range", "panic while handling a frame: index out of range"},
		{"too long", strings.Repeat("x", 2000), func() error { return nil }, 1, 0, "frame over the size limit", "frame over the size limit"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := newFakeVenue(t, func(v *fakeVenue, c *client) {
				if c.n == 1 {
					_ = c.say(tc.frame) // the test waits for its effect
					_ = c.say("good")
				} else {
					_ = c.say("good")
				}
				<-c.gone
			})
			c, changes := plain(v.url())
			c.ReadLimit = 1000
			good := make(chan struct{}, 10)
			c.Handle = func(_ *wire.Session, frame []byte, _ time.Time) (string, error) {
				if string(frame) == "good" {
					good <- struct{}{}
					return "good", nil
				}
				return "", tc.handle()
			}
			s, _ := start(t, c)
			await(t, good, "the good frame")
			if tc.reason != "" {
				if got := awaitState(t, changes, model.LinkDown); got != tc.reason {
					t.Errorf("reason %q, want %q", got, tc.reason)
				}
			}
			eventually(t, "the bad frame to be counted", func() bool { return s.Stats().Errors+s.Stats().Dropped > 0 })
			st := s.Stats()
			if st.Errors != tc.errors || st.Dropped != tc.dropped || st.LastError != tc.lastError {
				t.Errorf("stats: %+v", st)
			}
		})
	}
}

func TestSessionKeepsTryingAClosedPort(t *testing.T) {
	v := newFakeVenue(t, obedient)
	address := v.url()
	v.server.Close()
	c, changes := plain(address)
	s, _ := start(t, c)
	if got := awaitState(t, changes, model.LinkDown); !strings.Contains(got, "connection refused") {
		t.Errorf("reason %q does not say that the connection was refused", got)
	}
	eventually(t, "the fifth attempt", func() bool { return s.Stats().Dials >= 5 })
	if got := len(changes); got != 0 {
		t.Errorf("%d more changes of state while nothing changed", got)
	}
	if st := s.Stats(); st.State != model.LinkDown || st.Failures < 4 || st.Reconnects != 0 {
		t.Errorf("stats: %+v", st)
	}
}

func TestSessionOverTLS(t *testing.T) {
	v := &fakeVenue{t: t, serve: obedient}
	v.server = httptest.NewUnstartedServer(http.HandlerFunc(v.accept))
	v.server.Config.ErrorLog = log.New(io.Discard, "", 0) // the refused handshakes are the test's own
	v.server.StartTLS()
	t.Cleanup(v.close)
	roots := x509.NewCertPool()
	roots.AddCert(v.server.Certificate())
	c, changes := plain("wss" + strings.TrimPrefix(v.server.URL, "https"))
	c.TLS = &tls.Config{RootCAs: roots}
	s, stop := start(t, c)
	s.SetTopics([]wire.Topic{{Name: "a"}})
	awaitState(t, changes, model.LinkLive)
	stop()

	c, changes = plain(c.URL) // no root: the certificate is not known
	start(t, c)
	if got := awaitState(t, changes, model.LinkDown); !strings.Contains(got, "certificate") {
		t.Errorf("reason %q does not speak of the certificate", got)
	}
}

func TestSessionRunsOnce(t *testing.T) {
	v := newFakeVenue(t, obedient)
	c, changes := plain(v.url())
	s, stop := start(t, c)
	s.SetTopics([]wire.Topic{{Name: "a"}})
	awaitState(t, changes, model.LinkLive)
	if err := s.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "running already") {
		t.Errorf("a second Run gave %v", err)
	}
	stop()
	if st := s.Stats(); st.State != model.LinkDown || st.Reason != "stopped" {
		t.Errorf("after the end: %+v", st)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	awaitState(t, changes, model.LinkLive) // the intent outlives the run
	cancel()
	await(t, done, "the second run to end")
}

// The venue's words about a close are shown, made safe.
func TestSessionTellsWhyTheVenueClosed(t *testing.T) {
	v := newFakeVenue(t, func(_ *fakeVenue, c *client) {
		message := websocket.FormatCloseMessage(websocket.CloseServiceRestart, "back \x1b]0;soon\a")
		_ = c.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(patience)) // the test waits for its effect
		<-c.gone
	})
	c, changes := plain(v.url())
	s, _ := start(t, c)
	const want = "closed by the venue, code 1012: back ]0;soon"
	if got := awaitState(t, changes, model.LinkDown); got != want {
		t.Errorf("reason %q, want %q", got, want)
	}
	if got := s.Stats().LastError; got != want {
		t.Errorf("last error %q, want %q", got, want)
	}
}

// A connection that is reset is told like one that just ends.
func TestSessionTellsAResetInPlainWords(t *testing.T) {
	v := newFakeVenue(t, func(_ *fakeVenue, c *client) {
		if tcp, ok := c.ws.UnderlyingConn().(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // the test waits for its effect
		}
		_ = c.ws.UnderlyingConn().Close() // the same
	})
	c, changes := plain(v.url())
	start(t, c)
	if got, want := awaitState(t, changes, model.LinkDown), "connection cut without a close frame"; got != want {
		t.Errorf("reason %q, want %q", got, want)
	}
}
