package station_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/station"
	"eddy/model"
)

// followed keeps what sockets were told to hear.
type followed []string

func (f *followed) follow(list []model.Instrument, guessed bool) {
	var names []string
	for _, in := range list {
		names = append(names, in.Symbol)
	}
	*f = append(*f, fmt.Sprint(names, guessed))
}

func contractsOf(symbols ...string) (list []model.Instrument) {
	for _, s := range symbols {
		list = append(list, model.Instrument{Symbol: s, Asset: model.Asset(s[:3])})
	}
	return list
}

func guesses(assets []model.Asset) (list []model.Instrument) {
	for _, a := range assets {
		list = append(list, model.Instrument{Symbol: string(a) + "?", Asset: a})
	}
	return list
}

// A list that comes late finds the desk alive on guesses; one that comes in time
// is the only one that is followed.
func TestCatalogueGuessesWhileTheListIsLate(t *testing.T) {
	for name, tt := range map[string]struct {
		failures int
		want     followed
	}{
		"in time": {0, followed{"[BTCUSDT] false"}},
		"late":    {4, followed{"[BTC?] true", "[BTCUSDT] false"}}, // after 1 + 2 + 4 + 8 s at most
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got followed
				s := newStation(noMend)
				asked := 0
				c := s.Catalogue(station.CataloguePlan{
					Read: func(context.Context) ([]model.Instrument, error) {
						if asked++; asked <= tt.failures {
							return nil, errors.New("no answer")
						}
						return contractsOf("BTCUSDT"), nil
					},
					Guess: guesses, Follow: got.follow,
				})
				if !c.Guessed() {
					t.Error("there is a list before it was read")
				}
				list, err := c.Open(t.Context())
				time.Sleep(time.Minute) // a guess must not come after the list
				synctest.Wait()
				if err != nil || len(list) != 1 || len(c.List()) != 1 || c.Guessed() {
					t.Fatalf("got %v and %v, %v", list, c.List(), err)
				}
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Errorf("(-want +got):\n%s", d)
				}
			})
		})
	}
}

// Sockets hear of a list that changed, and not of one that only learned more.
func TestCatalogueFollowsWhatChanged(t *testing.T) {
	var got followed
	listed := contractsOf("BTCUSDT")
	leverage := model.Tier{}
	out := &sink{}
	s := newStation(noMend)
	s.Attach(t.Context(), out)
	told := false
	c := s.Catalogue(station.CataloguePlan{
		Read:   func(context.Context) ([]model.Instrument, error) { return slices.Clone(listed), nil },
		Follow: got.follow,
		Fill: func(list []model.Instrument) []model.Instrument {
			list = slices.Clone(list)
			for i := range list {
				if told {
					list[i].Tiers = []model.Tier{leverage}
				}
			}
			return list
		},
	})
	c.Review(t.Context())
	c.Review(t.Context())
	told = true
	c.Refill()
	c.Refill()
	listed = contractsOf("BTCUSDT", "ETHUSDT")
	c.Review(t.Context())
	if d := cmp.Diff(followed{"[BTCUSDT] false", "[BTCUSDT ETHUSDT] false"}, got); d != "" {
		t.Errorf("sockets (-want +got):\n%s", d)
	}
	if n := len(out.of(model.KindInstruments)); n != 3 {
		t.Errorf("%d lists were let out, want the first, the filled and the longer one", n)
	}
}
