package station_test

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/station"
	"eddy/model"
)

// sink keeps what is let out.
type sink struct {
	mu     sync.Mutex
	events []model.Event
}

func (s *sink) Put(_ context.Context, events []model.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, events...)
	return nil
}

// of returns the events of a kind.
func (s *sink) of(kind model.Kind) (list []model.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ev := range s.events {
		if ev.Kind == kind {
			list = append(list, ev)
		}
	}
	return list
}

// newStation returns a station that mends with mend.
func newStation(mend func(context.Context, string) error) *station.Station {
	return station.New(station.Config{
		Venue: model.OKX, Base: model.Hour1, Mend: mend,
		Judge: func(err error) error { return err },
		Setup: station.Setup{Assets: []model.Asset{"BTC"}, Now: time.Now, Rand: rand.New(rand.NewPCG(1, 2)), Log: slog.New(slog.DiscardHandler)},
	})
}

func noMend(context.Context, string) error { return nil }

func wait(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

const midnight = model.Millis(1_793_923_200_000) // 2026-11-06

// closed returns an hour of a coin that has closed.
func closed(hour int) model.Event {
	return model.Event{Kind: model.KindBar, Symbol: "A", Has: model.FieldBar, Bar: model.Bar{
		OpenTime: midnight.Add(time.Duration(hour) * time.Hour), Interval: model.Hour1, Closed: true,
	}}
}

// The first part that ends ends the others, and its error is the venue's.
func TestRunEndsWithItsFirstPart(t *testing.T) {
	broken := errors.New("broken")
	var ended bool
	err := newStation(noMend).Run(t.Context(), &sink{},
		func(ctx context.Context) error { defer func() { ended = true }(); return wait(ctx) },
		func(context.Context) error { return broken },
	)
	if !errors.Is(err, broken) || !ended {
		t.Errorf("got %v, the other part ended: %v", err, ended)
	}
}

// A panic in a part ends the venue and not the program.
func TestPanicIsAnError(t *testing.T) {
	s := newStation(noMend)
	part := func(context.Context) error { panic("out of range") }
	err := s.Run(t.Context(), &sink{}, func(ctx context.Context) error { return s.Together(ctx, wait, part) })
	if err == nil || err.Error() != "okx: panicked: out of range" {
		t.Errorf("got %v", err)
	}
}

// A bar that was missed is asked for.
func TestHeardMendsHoles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mended := make(chan string, 1)
		s := newStation(func(_ context.Context, symbol string) error { mended <- symbol; return nil })
		out := &sink{}
		err := s.Run(t.Context(), out, func(context.Context) error {
			s.Heard([]model.Event{closed(1)})
			s.Heard([]model.Event{closed(3)})
			if got := <-mended; got != "A" {
				t.Errorf("%s is mended", got)
			}
			return nil
		})
		if err != nil || len(out.of(model.KindBar)) != 2 {
			t.Errorf("%v, %d bars", err, len(out.of(model.KindBar)))
		}
	})
}

// The past is loaded piece by piece; what would fail again is not tried again,
// what may succeed is.
func TestLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, out := newStation(noMend), &sink{}
		s.Attach(t.Context(), out)
		var order []string
		list := []model.Instrument{{Symbol: "A"}, {Symbol: "B"}}
		failed := false
		pieces := append(
			station.Bars([]backfill.Want{{Interval: model.Hour1, Bars: 1}}, func(_ context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
				order = append(order, in.Symbol+" "+want.Interval.String())
				return []model.Bar{closed(1).Bar}, nil
			}),
			station.Piece{What: "funding", Load: func(_ context.Context, in model.Instrument) error {
				order = append(order, in.Symbol+" funding")
				s.Settlements(in, nil) // nothing of it is no news
				switch {
				case in.Symbol == "B":
					return backfill.ErrPointless
				case !failed:
					failed = true
					return errors.New("busy")
				}
				return nil
			}},
		)
		if err := s.Load(t.Context(), 1, list, pieces); err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Join(order, ", "), "A 1h, B 1h, A funding, B funding, A funding"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if n := len(out.of(model.KindHistory)); n != 2 {
			t.Errorf("%d pieces of the past", n)
		}
		if s.Continuity.MissingFrom("A") != closed(2).Bar.OpenTime {
			t.Error("the bars that were loaded are not known of")
		}
	})
}

// What ends with the run is no fault, and neither is anything before it began.
func TestFault(t *testing.T) {
	s, out := newStation(noMend), &sink{}
	s.Fault(errors.New("nobody hears it"))
	s.Attach(t.Context(), out)
	s.Fault(context.Canceled)
	s.Fault(errors.New("refused"))
	if got := out.of(model.KindError); len(got) != 1 || got[0].Text != "refused" || got[0].Venue != model.OKX {
		t.Errorf("got %+v", got)
	}
}
