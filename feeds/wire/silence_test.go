package wire_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/backoff"
	"eddy/feeds/wire"
	"eddy/model"
)

// quiet makes topics of one group with a limit.
func quiet(limit time.Duration, names ...string) []wire.Topic {
	var topics []wire.Topic
	for _, n := range names {
		topics = append(topics, wire.Topic{Name: n, Group: "mark", MaxSilence: limit})
	}
	return topics
}

func TestSilentStreamIsAskedForAgain(t *testing.T) {
	// The venue stops sending b after 5 s and resumes once asked again.
	v := &pipeVenue{}
	v.serve = func(c *pipeClient) {
		for {
			select {
			case <-c.gone:
				return
			case <-time.After(time.Second):
			}
			c.say("a 1")
			if time.Since(c.began) < 5*time.Second || len(c.texts()) > 1 {
				c.say("b 1")
			}
		}
	}
	onPipe(t, v, nil, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, "a", "b"))
		time.Sleep(time.Minute)
		synctest.Wait()
		if b.venue.connections() != 1 {
			t.Errorf("%d connections, want the first one to be kept", b.venue.connections())
		}
		want := "connecting: dialling; connecting: waiting for the first data; live; stale: stream b silent 10 s; live"
		if got := b.states(); got != want {
			t.Errorf("states:\n got %s\nwant %s", got, want)
		}
		st := b.Stats()
		if st.State != model.LinkLive || st.Groups[0].Silent != 0 || st.Groups[0].State != model.LinkLive {
			t.Errorf("stats: %+v", st)
		}
	})
}

func TestSilentStreamThatStaysSilentCostsTheConnection(t *testing.T) {
	v := &pipeVenue{}
	v.serve = func(c *pipeClient) {
		if c.n == 1 {
			c.sayEvery(time.Second, "a 1")
		} else {
			c.sayEvery(time.Second, "a 1", "b 1")
		}
	}
	onPipe(t, v, nil, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, "a", "b"))
		time.Sleep(time.Minute)
		synctest.Wait()
		want := []string{"sub a b", "unsub b", "sub b"}
		if diff := cmp.Diff(want, v.asked(0)); diff != "" {
			t.Errorf("asked on the first connection (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"sub a b"}, v.asked(1)); diff != "" {
			t.Errorf("asked on the second connection (-want +got):\n%s", diff)
		}
		st := b.Stats()
		if st.Reconnects != 1 || st.Failures != 1 || !strings.HasPrefix(st.LastError, "stream b silent 2") || st.State != model.LinkLive {
			t.Errorf("stats: %+v", st)
		}
	})
}

// A stream on the wrong route is acked and then says nothing, for ever
// (venues/binance §1). The back-off must grow, since no data ever came.
func TestStreamsThatNeverSpeak(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) {
		time.Sleep(time.Second) // until something is asked for
		c.say(`{"result":null}`)
		<-c.gone
	}}
	onPipe(t, v, func(c *wire.Config) {
		c.Unsubscribe = nil
		c.ReadTimeout = time.Hour
		c.Backoff = backoff.Policy{First: time.Second, Cap: 30 * time.Second, HealthyAfter: 30 * time.Second}
		c.Handle = func(*wire.Session, []byte, time.Time) (string, error) { return "", nil }
	}, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, "a", "b", "c"))
		time.Sleep(9 * time.Second)
		if st := b.Stats(); st.State != model.LinkConnecting || st.Groups[0].State != model.LinkConnecting {
			t.Errorf("before the limit: %+v", st)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if want := "stale: stream a silent 10 s and 2 more; down: stream a silent 10 s"; !strings.Contains(b.states(), want) {
			t.Errorf("states lack %q:\n%s", want, b.states())
		}
		if n := b.venue.connections(); n < 3600/(30+11) || n > 3600/(15+10)+6 {
			t.Errorf("%d connections in an hour", n)
		}
	})
}

func TestStreamsThatMayBeSilent(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) { c.sayEvery(time.Second, "a 1") }}
	onPipe(t, v, nil, func(t *testing.T, b *bench) {
		b.SetTopics(append(quiet(10*time.Second, "a"), wire.Topic{Name: "listing", Group: "news"}))
		time.Sleep(6 * time.Hour)
		synctest.Wait()
		st := b.Stats()
		if b.venue.connections() != 1 || st.State != model.LinkLive || st.Groups[1].State != model.LinkLive {
			t.Errorf("connections %d, stats %+v", b.venue.connections(), st)
		}
	})
}

// A coin that is dead for good must not cost its neighbours a reconnect every
// few seconds.
func TestPatienceWithADeadStream(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) {
		if c.n == 1 {
			c.say("dead 1")
		}
		c.sayEvery(time.Second, "a 1", "b 1", "c 1")
	}}
	onPipe(t, v, nil, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, "a", "b", "c", "dead"))
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if n := b.venue.connections(); n < 5 || n > 20 {
			t.Errorf("%d connections in two hours", n)
		}
		st := b.Stats()
		if st.State != model.LinkStale || st.Groups[0].Silent != 1 || st.Groups[0].Topics != 4 {
			t.Errorf("stats: %+v", st)
		}
	})
}

// Contracts that are listed and never say anything cost one reconnect, in case
// the request was lost, and then the venue is live without them. They still
// count as silent, and streams that did speak are watched as ever.
func TestStreamsThatNeverSpeakBesideOthers(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) {
		for time.Since(c.began) < time.Hour {
			c.say("a 1")
			c.say("b 1")
			time.Sleep(time.Second)
		}
		c.sayEvery(time.Second, "a 1")
	}}
	onPipe(t, v, nil, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, "mute", "a", "b", "dumb"))
		time.Sleep(time.Hour)
		synctest.Wait()
		st := b.Stats()
		if n := b.venue.connections(); n != 2 || st.State != model.LinkLive {
			t.Errorf("%d connections, %s: %s", n, st.State, b.states())
		}
		if g := st.Groups[0]; g.Silent != 2 || g.State != model.LinkStale {
			t.Errorf("health %+v", g)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := b.venue.connections(); n < 3 || !strings.Contains(b.states(), "stale: stream b silent 10 s; down: stream b silent 2") {
			t.Errorf("%d connections: %s", n, b.states())
		}
	})
}

// A stream that came back is a stream like any other again.
func TestPatienceEndsWhenAStreamSpeaks(t *testing.T) {
	v := &pipeVenue{}
	v.serve = func(c *pipeClient) {
		for {
			c.say("a 1")
			if at := time.Since(c.began); at > time.Hour && at < 2*time.Hour {
				c.say("late 1")
			}
			select {
			case <-c.gone:
				return
			case <-time.After(time.Second):
			}
		}
	}
	onPipe(t, v, nil, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, "a", "late"))
		time.Sleep(2*time.Hour + time.Second)
		synctest.Wait()
		before := b.venue.connections()
		time.Sleep(25 * time.Second)
		synctest.Wait()
		if got := b.venue.connections() - before; got != 1 {
			t.Errorf("%d reconnects within 25 s of its last frame, want one", got)
		}
	})
}

// Where the URL asks, there are no topics and any good frame is data.
func TestStreamsTheURLAsksFor(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) { c.sayEvery(time.Second, "x") }}
	onPipe(t, v, func(c *wire.Config) {
		c.Subscribe, c.Unsubscribe = nil, nil
		c.Handle = func(*wire.Session, []byte, time.Time) (string, error) { return "", nil }
	}, func(t *testing.T, b *bench) {
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if want := "connecting: dialling; connecting: waiting for the first data; live"; b.states() != want {
			t.Errorf("states: %s", b.states())
		}
	})
	named := &pipeVenue{serve: func(c *pipeClient) { c.sayEvery(time.Second, "a 1") }}
	onPipe(t, named, func(c *wire.Config) { c.Subscribe, c.Unsubscribe = nil, nil }, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, "a", "b"))
		time.Sleep(11 * time.Second)
		synctest.Wait()
		if want := "stale: stream b silent 10 s; down: stream b silent 10 s"; !strings.Contains(b.states(), want) {
			t.Errorf("states lack %q: %s", want, b.states())
		}
	})
}

// When everything falls silent at once the socket is at fault: asking for each
// stream again would only use up the venue's patience.
func TestMassSilenceReconnectsAtOnce(t *testing.T) {
	var names, frames []string
	for i := range 40 {
		names = append(names, fmt.Sprintf("t%d", i))
		frames = append(frames, fmt.Sprintf("t%d 1", i))
	}
	v := &pipeVenue{}
	v.serve = func(c *pipeClient) {
		if c.n > 1 {
			c.sayEvery(time.Second, frames...)
			return
		}
		for range 5 {
			for _, f := range frames {
				c.say(f)
			}
			time.Sleep(time.Second)
		}
		<-c.gone
	}
	onPipe(t, v, nil, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, names...))
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := v.asked(0); len(got) != 1 {
			t.Errorf("asked on the first connection: %q", got)
		}
		if st := b.Stats(); b.venue.connections() != 2 || st.State != model.LinkLive {
			t.Errorf("connections %d, stats %+v", b.venue.connections(), st)
		}
		if want := "stale: stream t0 silent 10 s and 39 more; down: stream t"; !strings.Contains(b.states(), want) {
			t.Errorf("states lack %q:\n%s", want, b.states())
		}
	})
}

// Forty requests a second apart take forty seconds: the last stream is not
// silent before its request has left.
func TestSilenceCountsFromTheRequest(t *testing.T) {
	var names []string
	for i := range 40 {
		names = append(names, fmt.Sprintf("t%d", i))
	}
	v := &pipeVenue{serve: func(c *pipeClient) {
		for {
			select {
			case <-c.gone:
				return
			case <-time.After(500 * time.Millisecond):
			}
			for _, request := range c.texts() {
				c.say(strings.TrimPrefix(request, "sub ") + " 1")
			}
		}
	}}
	onPipe(t, v, func(c *wire.Config) {
		c.SendEvery = time.Second
		c.Subscribe = func(topics []string) (frames [][]byte) {
			for _, topic := range topics {
				frames = append(frames, []byte("sub "+topic))
			}
			return frames
		}
	}, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(3*time.Second, names...))
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if want := "connecting: dialling; connecting: waiting for the first data; live"; b.states() != want {
			t.Errorf("states:\n got %s\nwant %s", b.states(), want)
		}
		if st := b.Stats(); st.Groups[0].Topics != 40 || st.Groups[0].Silent != 0 {
			t.Errorf("stats: %+v", st)
		}
	})
}

// While the adapter itself is stuck the streams are not to blame.
func TestSlowHandlerIsNotSilence(t *testing.T) {
	v := &pipeVenue{serve: func(c *pipeClient) { c.sayEvery(time.Second, "a 1", "b 1") }}
	stuck := true
	onPipe(t, v, func(c *wire.Config) {
		c.ReadTimeout = 30 * time.Second
		inner := c.Handle
		c.Handle = func(s *wire.Session, frame []byte, at time.Time) (string, error) {
			if stuck {
				stuck = false
				time.Sleep(45 * time.Second)
			}
			return inner(s, frame, at)
		}
	}, func(t *testing.T, b *bench) {
		b.SetTopics(quiet(10*time.Second, "a", "b"))
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if b.venue.connections() != 1 || b.Stats().State != model.LinkLive {
			t.Errorf("connections %d, states %s", b.venue.connections(), b.states())
		}
	})
}
