package wire_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

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
