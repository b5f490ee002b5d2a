package station_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"eddy/feeds/wire"
	"eddy/model"
)

// A reader learns of contracts once, knows their streams by name, and is told
// once of a connection that is not the one before.
func TestEarLearnsWhatWasChosen(t *testing.T) {
	e := newStation(noMend).Ear()
	if _, ok := e.News(); ok || e.Busy() || e.Renewed() || e.Topic([]byte("BTCUSDT@ticker")) != "" {
		t.Error("a new ear knows of something")
	}
	e.Follow(contractsOf("BTCUSDT"), []wire.Topic{{Name: "BTCUSDT@ticker"}})
	list, ok := e.News()
	if _, again := e.News(); !ok || len(list) != 1 || again || !e.Busy() {
		t.Errorf("got %v, %v", list, ok)
	}
	if topic := e.Topic([]byte("BTCUSDT@ticker")); topic != "BTCUSDT@ticker" {
		t.Errorf("the stream is called %q", topic)
	}
	if topic := e.Topic([]byte("ETHUSDT@ticker")); topic != "" {
		t.Errorf("a stream nobody asked for is called %q", topic)
	}
	e.State(model.LinkLive)
	if e.Renewed() {
		t.Error("a live socket was taken for a new connection")
	}
	e.State(model.LinkDown)
	e.State(model.LinkConnecting)
	if !e.Renewed() || e.Renewed() {
		t.Error("a new connection was not told once")
	}
}

// Frames count as wrong, as overtaken, or as neither.
func TestEarJudgesFrames(t *testing.T) {
	out := &sink{}
	s := newStation(noMend)
	s.Attach(t.Context(), out)
	e := s.Ear()
	wrong := errors.New("no usable price")
	for i, tt := range []struct {
		err     error
		overdue uint64
		want    error
	}{{nil, 0, nil}, {nil, 1, wire.ErrDropped}, {nil, 1, nil}, {wrong, 1, wrong}} {
		if got := e.Verdict(tt.err, tt.overdue); !errors.Is(got, tt.want) {
			t.Errorf("frame %d: %v, want %v", i, got, tt.want)
		}
	}
	if n := len(out.of(model.KindError)); n != 1 {
		t.Errorf("%d faults were told, want one", n)
	}
}

// A socket with nothing to hear is not opened, and its part ends when asked to.
func TestEarWaitsForWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		e := newStation(noMend).Ear()
		e.Follow(nil, nil)
		ended := make(chan error, 1)
		go func() { ended <- e.Run(ctx, nil) }() // a session that is touched panics
		synctest.Wait()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
