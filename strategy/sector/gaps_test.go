package sector_test

import (
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/sector"
)

func TestGapRestartsTheChain(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Hour4), one(2))
	mustPush(t, x, monday, closes(10, 10))
	mustPush(t, x, monday.Add(4*time.Hour), closes(11, 11))
	mustPush(t, x, monday.Add(20*time.Hour), closes(22, 22)) // three bars missing: booked
	wantLevel(t, x, 2200)
	if r, _ := x.Value(); r.Gap {
		t.Error("three missing bars are no gap")
	}
	mustPush(t, x, monday.Add(40*time.Hour), closes(90, 0)) // four missing
	wantLevel(t, x, 2200)
	if r, _ := x.Value(); !r.Gap || r.Return != 0 {
		t.Errorf("after the gap: got %+v", r)
	}
	wantWeights(t, x, 1, 0)
	mustPush(t, x, monday.Add(44*time.Hour), closes(99, 22))
	wantLevel(t, x, 2420)
}

// A gap whose first bar has too few prints is still not booked across.
func TestGapWithoutEnoughPrints(t *testing.T) {
	p := sector.DefaultParams(model.Hour4)
	x := mustNew(t, p, one(3))
	mustPush(t, x, monday, closes(10, 10, 10))
	mustPush(t, x, monday.Add(40*time.Hour), closes(90, 0, 0))
	if _, ok := x.Level(); ok {
		t.Fatal("one member makes a level")
	}
	mustPush(t, x, monday.Add(44*time.Hour), closes(90, 90, 90))
	wantLevel(t, x, 1000)
	if r, _ := x.Value(); !r.Gap {
		t.Error("the restart is not marked")
	}
}

// When everybody fell silent and was suspended, the first bar with enough
// prints restarts the chain.
func TestSilenceOfAll(t *testing.T) {
	x := mustNew(t, sector.DefaultParams(model.Hour4), one(3))
	mustPush(t, x, monday, closes(10, 10, 10))
	for i := 1; i <= 4; i++ {
		mustPush(t, x, monday.Add(time.Duration(i)*4*time.Hour), closes(0, 0, 0))
		if _, ok := x.Level(); ok {
			t.Fatalf("bar %d has a level", i)
		}
	}
	mustPush(t, x, monday.Add(20*time.Hour), closes(20, 20, 20))
	wantLevel(t, x, 1000)
	mustPush(t, x, monday.Add(24*time.Hour), closes(22, 22, 22))
	wantLevel(t, x, 1100)
}
