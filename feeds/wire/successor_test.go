package wire_test

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// counting says once a second how many seconds have passed, from the one in
// which it was asked for topic a, and answers requests.
func counting(c *pipeClient) {
	for len(c.texts()) == 0 {
		select {
		case <-c.gone:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	c.say("ack")
	for second := int(time.Since(c.began).Seconds()) + 1; ; second++ {
		select {
		case <-c.gone:
			return
		case <-time.After(time.Duration(second)*time.Second - time.Since(c.began)):
			c.say(fmt.Sprintf("a %d", second))
		}
	}
}

// listener takes down what a session hears.
type listener struct {
	mu    sync.Mutex
	heard []string
}

func (l *listener) handle(_ *wire.Session, frame []byte, _ time.Time) (string, error) {
	topic, what, isData := strings.Cut(string(frame), " ")
	if !isData {
		return "", nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = append(l.heard, what)
	return topic, nil
}

// missing returns the first second up to the last one heard that was not.
func (l *listener) missing(last int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for second := 2; second <= last; second++ {
		if s := fmt.Sprint(second); !slices.Contains(l.heard, s) {
			return s
		}
	}
	return ""
}

func isData(frame []byte) bool { return strings.HasPrefix(string(frame), "a ") }

// A planned reconnect speaks with both connections for a while: nothing is
// missed, nothing looks down, and the old one is closed.
func TestPlannedReconnectOverlaps(t *testing.T) {
	v, ear := &pipeVenue{serve: counting}, &listener{}
	change := func(c *wire.Config) { c.MaxLifetime, c.IsData, c.Handle = time.Hour, isData, ear.handle }
	onPipe(t, v, change, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(time.Minute, "a"))
		time.Sleep(3*time.Hour + 500*time.Millisecond)
		b.Reconnect("the venue closes soon")
		time.Sleep(time.Minute)
		synctest.Wait()
		if second := ear.missing(3*3600 + 59); second != "" {
			t.Errorf("second %s was missed", second)
		}
		if states := b.states(); strings.Count(states, "live") != 1 || !strings.HasSuffix(states, "live") {
			t.Errorf("states: %s", states)
		}
		st := b.Stats()
		if st.Failures != 0 || st.Reconnects < 4 || st.State != model.LinkLive || st.LastError != "" || int(st.Reconnects)+1 != v.connections() {
			t.Errorf("after %d connections: %+v", v.connections(), st)
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		for _, c := range v.clients[:len(v.clients)-1] {
			select {
			case <-c.gone:
			default:
				t.Errorf("connection %d is still open", c.n)
			}
		}
	})
}

// What is wanted differently by the time of the change is put right on the new
// connection.
func TestSuccessorLearnsWhatChanged(t *testing.T) {
	v, ear := &pipeVenue{serve: counting}, &listener{}
	change := func(c *wire.Config) { c.IsData, c.Handle = isData, ear.handle }
	onPipe(t, v, change, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(0, "a", "b"))
		time.Sleep(5500 * time.Millisecond)
		b.Reconnect("move")
		time.Sleep(time.Second) // both are open
		b.SetTopics(quiet(0, "a", "c"))
		time.Sleep(time.Minute)
		synctest.Wait()
		if got, want := strings.Join(v.asked(1), "; "), "sub a b; unsub b; sub c"; got != want {
			t.Errorf("the new connection was asked %q, want %q", got, want)
		}
	})
}

// Where the new connection does not come about, the old one ends as it would
// have without, and the session with its context at any moment.
func TestNoSuccessor(t *testing.T) {
	for name, second := range map[string]func(*pipeClient){
		"it says nothing":   func(c *pipeClient) { <-c.gone },
		"it closes at once": func(*pipeClient) {},
		"only answers":      func(c *pipeClient) { c.sayEvery(time.Millisecond, "ack") },
	} {
		t.Run(name, func(t *testing.T) {
			v, ear := &pipeVenue{}, &listener{}
			v.serve = func(c *pipeClient) {
				if c.n == 2 {
					second(c)
					return
				}
				counting(c)
			}
			change := func(c *wire.Config) { c.IsData, c.Handle = isData, ear.handle }
			onPipe(t, v, change, func(t *testing.T, b *bench) {
				b.SetTopics(quiet(time.Minute, "a"))
				time.Sleep(5 * time.Second)
				b.Reconnect("move")
				time.Sleep(2 * time.Minute)
				synctest.Wait()
				if st := b.Stats(); st.State != model.LinkLive || v.connections() != 3 || st.Reconnects != 1 {
					t.Errorf("%d connections: %+v", v.connections(), st)
				}
				b.Reconnect("and while both are open, the end")
				time.Sleep(1500 * time.Millisecond)
			})
		})
	}
}

// A venue that cannot be reached costs the old connection nothing but its time.
func TestSuccessorCannotDial(t *testing.T) {
	v, ear := &pipeVenue{serve: counting}, &listener{}
	v.before = func(n int, _ net.Conn, _ *http.Request) bool { return n == 2 }
	change := func(c *wire.Config) { c.IsData, c.Handle = isData, ear.handle }
	onPipe(t, v, change, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(time.Minute, "a"))
		time.Sleep(5 * time.Second)
		b.Reconnect("move")
		time.Sleep(time.Minute)
		synctest.Wait()
		if st := b.Stats(); st.State != model.LinkLive || st.Reconnects != 1 {
			t.Errorf("%+v", st)
		}
	})
}
