package station_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/model"
)

// shelf is a past that is held, by "SYMBOL what".
type shelf map[string][]backfill.Stretch

func (s shelf) Held(symbol, what string) []backfill.Stretch { return s[symbol+" "+what] }

// hoursFrom is a stretch in hours from midnight.
func hoursFrom(from, to int) backfill.Stretch {
	return backfill.Stretch{From: closed(from).Bar.OpenTime, To: closed(to).Bar.OpenTime}
}

// stationWith returns a station at noon by the venue's clock that holds a past.
func stationWith(held shelf) *station.Station {
	s := station.New(station.Config{
		Venue: model.OKX, Base: model.Hour1, Mend: noMend,
		Judge: func(err error) error { return err },
		Setup: station.Setup{Past: held, Now: time.Now, Rand: rand.New(rand.NewPCG(1, 2)), Log: slog.New(slog.DiscardHandler)},
	})
	noon := closed(12).Bar.OpenTime.Add(time.Minute)
	s.Clock.Observe(noon, noon)
	return s
}

// Only what is not held is asked for: what reaches up to now for every
// contract, then older gaps; days not at all where hours will tell them.
func TestLoadAsksForWhatIsNotHeld(t *testing.T) {
	const days = 24
	s := stationWith(shelf{
		"A 1h": {hoursFrom(-100, 10)}, "A 1d": {hoursFrom(-90*days, -2*days)}, "A funding": {hoursFrom(-100, 8)}, "A open interest": {hoursFrom(-100, 7)},
		"B 1h": {hoursFrom(-10, 12)}, "B 1d": {hoursFrom(-90*days, 0)}, "B funding": {hoursFrom(-100, 3)},
	})
	s.Attach(t.Context(), &sink{})
	var asked []string
	load := func(_ context.Context, in model.Instrument, w backfill.Want) ([]model.Bar, error) {
		before := ""
		if w.Before.Known() {
			before = " before " + w.Before.Time().Format("02T15")
		}
		asked = append(asked, in.Symbol+" "+w.Interval.String()+" from "+w.From.Time().Format("02T15")+before)
		return []model.Bar{closed(11).Bar}, nil
	}
	point := func(what string) func(context.Context, model.Instrument) error {
		return func(_ context.Context, in model.Instrument) error {
			asked = append(asked, in.Symbol+" "+what)
			return nil
		}
	}
	pieces := append(station.Bars([]backfill.Want{{Interval: model.Day1, Bars: 30}, {Interval: model.Hour1, Bars: 48}}, load),
		station.Piece{What: "funding", Load: point("funding")},
		station.Piece{What: "open interest", Load: point("open interest"), Every: 4 * time.Hour})
	list := []model.Instrument{{Symbol: "A", FundingIntervalH: 8}, {Symbol: "B", FundingIntervalH: 8}}
	if err := s.Load(t.Context(), 1, list, pieces); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"A 1h from 06T10", "B funding", "A open interest", "B open interest",
		"B 1h from 04T12 before 05T14",
	}
	if d := cmp.Diff(want, asked); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// The answer says what time it is about, so that what the venue does not have
// is told from what was never asked for.
func TestAnswerSaysWhatItCovers(t *testing.T) {
	s, out := stationWith(shelf{"A 1h": {hoursFrom(-100, 8)}}), &sink{}
	s.Attach(t.Context(), out)
	load := func(context.Context, model.Instrument, backfill.Want) ([]model.Bar, error) {
		return []model.Bar{closed(9).Bar, closed(11).Bar}, nil
	}
	pieces := station.Bars([]backfill.Want{{Interval: model.Hour1, Bars: 20}}, load)
	if err := s.Load(t.Context(), 1, []model.Instrument{{Symbol: "A"}}, pieces); err != nil {
		t.Fatal(err)
	}
	past := out.of(model.KindHistory)
	if len(past) != 1 {
		t.Fatalf("%d pieces of the past", len(past))
	}
	h := past[0].Detail.(*model.History)
	if got := (backfill.Stretch{From: h.From, To: h.To}); got != hoursFrom(8, 12) {
		t.Errorf("covers %v", got)
	}
}

// An empty list for a contract that should have bars is a fault, is not tried
// for ever and covers nothing.
func TestEmptyListIsAFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, out := stationWith(nil), &sink{}
		s.Attach(t.Context(), out)
		load := func(context.Context, model.Instrument, backfill.Want) ([]model.Bar, error) { return nil, nil }
		if err := s.Load(t.Context(), 1, []model.Instrument{{Symbol: "A"}}, station.Bars([]backfill.Want{{Interval: model.Hour1, Bars: 20}}, load)); err != nil {
			t.Fatal(err)
		}
		faults := out.of(model.KindError)
		if len(faults) != 1 || !strings.Contains(faults[0].Text, "A 1h: the venue answered with no bars") || len(out.of(model.KindHistory)) != 0 {
			t.Errorf("got %+v", faults)
		}
	})
}

// A piece of the past that a venue does not serve is left alone; one that fails
// otherwise is asked for again.
func TestLoadLeavesMissingPathsAlone(t *testing.T) {
	for _, tc := range []struct {
		status, asked int
	}{{http.StatusNotFound, 1}, {http.StatusNotImplemented, 1}, {http.StatusBadGateway, 3}} {
		synctest.Test(t, func(t *testing.T) {
			s := stationWith(nil)
			s.Attach(t.Context(), &sink{})
			asked := 0
			load := func(context.Context, model.Instrument) error {
				if asked++; asked == 3 {
					return nil
				}
				return &rest.Error{Venue: "okx", Path: "/x", Status: tc.status}
			}
			piece := station.Piece{What: "open interest", Load: load}
			if err := s.Load(t.Context(), 1, []model.Instrument{{Symbol: "A"}}, []station.Piece{piece}); err != nil {
				t.Fatal(err)
			}
			if asked != tc.asked {
				t.Errorf("%d: asked %d times, want %d", tc.status, asked, tc.asked)
			}
		})
	}
}

// A bar that closed between what is held and the first word of the stream is
// noticed.
func TestHeldPastIsWatchedForHoles(t *testing.T) {
	s := stationWith(shelf{"A 1h": {hoursFrom(-100, 12)}})
	load := func(context.Context, model.Instrument, backfill.Want) ([]model.Bar, error) {
		t.Error("bars are asked for that are held")
		return nil, nil
	}
	pieces := station.Bars([]backfill.Want{{Interval: model.Hour1, Bars: 20}}, load)
	if err := s.Load(t.Context(), 1, []model.Instrument{{Symbol: "A"}}, pieces); err != nil {
		t.Fatal(err)
	}
	if !s.Continuity.Streamed("A", closed(13).Bar) {
		t.Error("the hour between went unnoticed")
	}
}
