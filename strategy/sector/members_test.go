package sector_test

import (
	"math"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/sector"
)

func TestMissingMemberBooksItsWholeMove(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Hour4), one(3))
	mustPush(t, x, monday, closes(10, 20, 5))
	mustPush(t, x, monday.Add(4*time.Hour), closes(11, 0, 5))
	wantLevel(t, x, 1050)
	if c := x.Coverage(); math.Abs(c-2./3) > 1e-12 {
		t.Errorf("coverage: got %v, want two thirds", c)
	}
	if m := x.Member(1); m.HasReturn || m.State != sector.Active || math.Abs(m.Weight-1./3) > 1e-12 {
		t.Errorf("the missing member: got %+v", m)
	}
	mustPush(t, x, monday.Add(8*time.Hour), closes(11, 22, 5))
	wantLevel(t, x, 1050*(1+0.1/3))
	if m := x.Member(1); !m.HasReturn || math.Abs(m.Return-0.1) > 1e-12 || math.Abs(m.Contribution-0.1/3) > 1e-12 {
		t.Errorf("back again: got %+v", m)
	}
}

func TestSilentMemberIsSuspendedUntilAReview(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Hour4), one(3))
	friday := monday.Add(-3 * day)
	at := func(i int) model.Millis { return friday.Add(time.Duration(i) * 4 * time.Hour) }
	mustPush(t, x, friday, closes(10, 10, 10))
	for i := 1; i <= 3; i++ {
		if s := x.Member(2).State; s != sector.Active {
			t.Fatalf("bar %d: already %v", i, s)
		}
		mustPush(t, x, at(i), closes(10, 10, 0))
	}
	if s := x.Member(2).State; s != sector.Suspended {
		t.Fatalf("after three silent bars: %v", s)
	}
	wantWeights(t, x, 0.5, 0.5, 0)
	mustPush(t, x, at(4), closes(10, 10, 99)) // prints again, far away: nothing is booked
	wantLevel(t, x, 1000)
	for i := 5; i <= 18; i++ {
		mustPush(t, x, at(i), closes(10, 10, 99))
	}
	if x.End() != monday {
		t.Fatalf("the test's calendar is wrong: %v", x.End())
	}
	wantWeights(t, x, 1./3, 1./3, 1./3)
	wantLevel(t, x, 1000)
}

func TestNewListingIsSeasoned(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Day1), one(3))
	for i := range 100 {
		c := 0.0
		if i >= 8 { // first bar ends on a Tuesday
			c = 50 + float64(i%7)
		}
		mustPush(t, x, monday.Add(time.Duration(i)*day), closes(10, 10, c))
		if i <= 42 {
			wantLevel(t, x, 1000)
		}
		// 30 days after day 8 is day 38; the Monday after that is day 42.
		want := sector.Waiting
		if i >= 42 {
			want = sector.Active
		}
		if got := x.Member(2).State; got != want {
			t.Fatalf("day %d: got %v, want %v", i, got, want)
		}
	}
}

// A coin that trades for years is no new listing only because this index's
// bars of it begin late.
func TestKnownFirstTradeSparesTheSeason(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Day1), one(3))
	x.SetFirst(2, monday.Add(-900*day))
	x.SetFirst(2, monday.Add(-1*day)) // later than known: no effect
	x.SetFirst(2, 0)
	mustPush(t, x, monday, closes(10, 10, 0))
	for i := 1; i <= 7; i++ {
		mustPush(t, x, monday.Add(time.Duration(i)*day), closes(10, 10, 50))
	}
	if got := x.Member(2).State; got != sector.Active {
		t.Errorf("at the first review: got %v", got)
	}
}

func TestDelistingLeavesTheLevel(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Day1), one(3))
	mustPush(t, x, monday, closes(10, 20, 5))
	mustPush(t, x, monday.Add(day), closes(10, 10, 5))
	before, _ := x.Level()
	x.Delist(1)
	wantWeights(t, x, 0.5, 0, 0.5)
	wantLevel(t, x, before)
	for i := 2; i < 60; i++ { // a frozen price that still prints never comes back
		mustPush(t, x, monday.Add(time.Duration(i)*day), closes(10, 10, 5))
	}
	wantLevel(t, x, before)
	if m := x.Member(1); m.State != sector.Delisted || m.Intended != 0 {
		t.Errorf("got %+v", m)
	}
	if c := x.Coverage(); math.Abs(c-1) > 1e-12 {
		t.Errorf("coverage: got %v, want 1: nobody is missing", c)
	}
}
