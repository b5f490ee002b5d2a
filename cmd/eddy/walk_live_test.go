package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio/ledger"
	"eddy/tui"
)

// books hears what a commit tells the engine.
type books struct{ state *ledger.State }

func (b *books) Put(_ context.Context, list []model.Event) error {
	for i := range list {
		if s, ok := list[i].Detail.(*ledger.State); ok {
			b.state = s
		}
	}
	return nil
}

// next is a market so much later, with what the books hold.
func (b *books) next(s *model.Snapshot, later time.Duration) *model.Snapshot {
	n := *s
	n.AsOf, n.Clock = s.AsOf.Add(later), s.Clock.Add(later)
	planning := *s.Planning
	planning.Holdings = b.state.Portfolio("ledger").Snapshot(ledger.AssetOf)
	planning.Books, planning.Rotations, planning.Realised = true, b.state.Rotations, b.state.SpotRealised()
	n.Planning = &planning
	return &n
}

// liveWalk is a desk on which strategy B's stage applies now, with books that
// were opened.
func liveWalk(t *testing.T, mend func(*model.Snapshot)) (*tui.Headless, *model.Snapshot, *deskPlans, *books) {
	t.Helper()
	desk, s, d := walkDesk(t, 200, 60)
	b := &books{}
	d.sink = b
	s.Stage.ID, s.Planning.Books = "b-defi-alpha", true
	mend(s)
	fresh := *s
	fresh.Clock = s.Clock.Add(time.Second)
	desk.Show(&fresh)
	desk.Press("R")
	return desk, &fresh, d, b
}

// acceptAll accepts leg after leg.
func acceptAll(t *testing.T, desk *tui.Headless) {
	t.Helper()
	for range 20 {
		if strings.Contains(desk.Frame(), "every leg is decided") {
			return
		}
		desk.Press("enter")
	}
	t.Fatalf("not every leg can be accepted:\n%s", desk.Frame())
}

// A rotation of the stage that applies is bought in tranches: the first is
// walked through and written, the second is held back for four hours, offered
// then by itself, walked through and written, and so the third.
func TestWalkFromTrancheToTranche(t *testing.T) {
	desk, s, d, b := liveWalk(t, func(*model.Snapshot) {})
	sees(t, desk, "Plan · $100,000 · s1-blueprint b-defi-alpha", "tranche 1 of 3, the next not before 2026-03-04 17:58 UTC", "80.0 points")
	acceptAll(t, desk)
	desk.Press("c", "commit", "enter")
	sees(t, desk, "written as group 2")

	s = b.next(s, time.Minute)
	desk.Show(s)
	sees(t, desk, "tranche 2 of 3: the tranches of a rotation lie apart", "from 2026-03-04 17:58 UTC")
	s = b.next(s, 2*time.Hour)
	desk.Show(s)
	if strings.Contains(desk.Frame(), "buy AAVE") {
		t.Fatalf("the second tranche is offered two hours after the first:\n%s", desk.Frame())
	}
	spent := []decimal.Decimal{b.state.Cash()}
	for _, tranche := range []string{"tranche 2 of 3", "tranche 3 of 3"} {
		s = b.next(s, 4*time.Hour)
		desk.Show(s)
		sees(t, desk, tranche, "buy AAVE")
		acceptAll(t, desk)
		desk.Press("c", "commit", "enter")
		sees(t, desk, "written as group")
		spent = append(spent, b.state.Cash())
	}
	rotations := b.state.Rotations
	if len(rotations) != 3 || rotations[2].Tranche != 3 || rotations[2].Of != 3 {
		t.Fatalf("the books keep %+v", rotations)
	}
	points := 0.0
	for _, r := range rotations {
		if points += r.Points; r.Points < 8.3 || r.Points > 8.4 {
			t.Errorf("a tranche of 25 points buys %v of them", r.Points)
		}
	}
	if first, last := spent[0].Sub(spent[1]), spent[1].Sub(spent[2]); first.Sub(last).Abs().GreaterThan(decimal.NewFromInt(50)) {
		t.Errorf("the second tranche cost %s, the third %s", first, last)
	}
	book, err := ledger.Read(d.ledger)
	if err != nil || len(book.Groups()) != 4 {
		t.Errorf("groups: %v, %v", book, err)
	}

	// The step is spent: what is left of the rotation waits for days.
	s = b.next(s, 5*time.Hour)
	desk.Show(s)
	sees(t, desk, "rotations follow each other too soon")
}

// Each leg goes into the books, and onto the ticket, under the venue it was
// planned on.
func TestWalkOnSeveralVenues(t *testing.T) {
	split := func(s *model.Snapshot) {
		s.Venues = []model.VenueHealth{{Venue: model.Bybit, State: model.LinkLive}, {Venue: model.Hyperliquid, State: model.LinkLive}}
		for i := range s.Assets {
			q := &s.Assets[i].Quotes[0]
			if q.Venue = model.Bybit; s.Assets[i].Asset == "ETH" {
				q.Venue, q.Symbol = model.Hyperliquid, "ETH"
			}
		}
		for i := range s.Planning.Contracts {
			c := &s.Planning.Contracts[i]
			if c.Venue = model.Bybit; c.Asset == "ETH" {
				c.Venue, c.Symbol = model.Hyperliquid, "ETH"
			}
		}
	}
	desk, _, d, b := liveWalk(t, split)
	desk.Press("o", "strategy-b", "enter")
	sees(t, desk, "open short ETH perp on hyperliquid")
	acceptAll(t, desk)
	desk.Press("x", "c", "commit", "enter")
	sees(t, desk, "7 legs written as group 2")
	var legs []string
	for i := range b.state.Legs {
		l := &b.state.Legs[i]
		legs = append(legs, string(l.Venue)+" "+l.Symbol+" "+string(l.Side))
		if !l.Stop.IsPositive() {
			t.Errorf("%s has no stop", l.Symbol)
		}
	}
	slices.Sort(legs)
	if want := []string{"bybit AAVEUSDT long", "bybit UNIUSDT long", "hyperliquid ETH short"}; !slices.Equal(legs, want) {
		t.Errorf("the books hold %q, want %q", legs, want)
	}
	files, err := filepath.Glob(filepath.Join(d.dir, "plans", "*.txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("tickets: %v, %v", files, err)
	}
	ticket, err := os.ReadFile(files[0])
	must(t, err)
	for _, want := range []string{"\nbybit\n", "\nhyperliquid\n", "then buy stop-market 1.8 ETH at", "then sell stop-market"} {
		if !strings.Contains(string(ticket), want) {
			t.Errorf("the ticket does not say %q:\n%s", want, ticket)
		}
	}
}
