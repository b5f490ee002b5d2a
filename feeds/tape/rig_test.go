package tape

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"eddy/feeds/decode"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// began is the local moment all tapes of the tests begin at.
var began = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// studio is a deck with its writer, a decoder as an adapter has one, and a list
// of all that was told.
type studio struct {
	t    testing.TB
	deck *Deck
	path string
	stop func()

	adapter decode.FrameDecoder
	at      time.Time
	n       int
	told    []model.Event
	waiting []model.Event // of them, that the engine has not taken
}

func newStudio(t testing.TB, c Config) *studio {
	t.Helper()
	c.Now, c.Rand = func() time.Time { return began }, rand.New(rand.NewPCG(1, 2))
	ctx, cancel := context.WithCancel(context.Background())
	s := &studio{t: t, deck: NewDeck(c), path: filepath.Join(t.TempDir(), "x.tape"), at: began}
	ended := make(chan error, 1)
	go func() { ended <- s.deck.Run(ctx) }()
	s.stop = func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("run: %v", err)
		}
	}
	s.adapter = adapter(t)
	return s
}

// recorded is a studio that has stopped, with a tape of so many blocks of so many
// frames.
func recorded(t testing.TB, blocks, frames int) *studio {
	t.Helper()
	s := newStudio(t, Config{})
	s.start()
	for range blocks {
		for range frames {
			s.hear()
		}
		s.publish()
		s.deck.rest()
	}
	s.stop()
	return s
}

// steps reads the whole tape.
func (s *studio) steps() []Step {
	s.t.Helper()
	steps, _, err := read(s.t, s.path)
	if err != nil {
		s.t.Fatal(err)
	}
	return steps
}

func adapter(t testing.TB) decode.FrameDecoder {
	d, err := decode.Decoders[model.Binance](nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// start begins the tape.
func (s *studio) start() {
	s.t.Helper()
	if err := s.deck.Start(s.path, []byte("the setup")); err != nil {
		s.t.Fatal(err)
	}
}

// frame is a best-bid frame of the venue, another every time.
func frame(n int) []byte {
	return fmt.Appendf(nil, `{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":%d,"s":"BTCUSDT","b":"64%03d.10","B":"1.5","a":"64%03d.20","A":"2.5","T":1790000001000,"E":1790000001000}}`,
		n+1, n%1000, n%1000)
}

// hear lets a frame come in as a session and its adapter do.
func (s *studio) hear() {
	s.t.Helper()
	s.at = s.at.Add(time.Millisecond)
	s.n++
	b := frame(s.n)
	s.deck.Tap("binance/public", b, s.at)
	events, err := s.adapter.Decode(b, model.MillisOf(s.at), nil)
	if err != nil || len(events) == 0 {
		s.t.Fatalf("frame %d: %v, %d events", s.n, err, len(events))
	}
	s.tell(events...)
}

func (s *studio) tell(events ...model.Event) {
	s.told, s.waiting = append(s.told, events...), append(s.waiting, events...)
	s.deck.Told(events)
}

// take lets the engine take what was told.
func (s *studio) take() {
	s.deck.Taken(s.waiting)
	s.waiting = nil
}

// publish lets a snapshot be made.
func (s *studio) publish() {
	s.take()
	s.deck.Published(model.MillisOf(s.at), &model.Snapshot{Seq: uint64(s.n), AsOf: model.MillisOf(s.at)})
}

// read returns all steps of the tape, and how it ended. Slices are copied.
func read(t testing.TB, path string) (steps []Step, notes []string, err error) {
	t.Helper()
	tp, err := Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err := tp.Close(); err != nil {
			t.Error(err)
		}
	}()
	for {
		var s Step
		if err := tp.Next(&s); errors.Is(err, io.EOF) {
			return steps, tp.Notes(), nil
		} else if err != nil {
			return steps, tp.Notes(), err
		}
		s.Bytes = append([]byte(nil), s.Bytes...)
		s.Events = append([]model.Event(nil), s.Events...)
		steps = append(steps, s)
	}
}

// toldIn returns the events that steps tell.
func toldIn(steps []Step) (events []model.Event) {
	for i := range steps {
		if steps[i].Kind == Told {
			events = append(events, steps[i].Events...)
		}
	}
	return events
}
