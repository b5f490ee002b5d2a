package sector_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/sector"
)

func TestSeatReview(t *testing.T) {
	const old = 400 * 24 * time.Hour
	seated := func(usd float64, thin int) sector.Candidate {
		return sector.Candidate{Seated: true, Turnover: usd, ThinDays: thin, Listed: old}
	}
	waiting := func(usd float64, listed time.Duration) sector.Candidate {
		return sector.Candidate{Turnover: usd, Listed: listed}
	}
	for _, c := range []struct {
		name    string
		group   []sector.Candidate
		want    []bool
		changed bool
	}{
		{"all well", []sector.Candidate{seated(9e6, 0), waiting(50e6, old)}, []bool{true, false}, false},
		{"thin for thirteen days", []sector.Candidate{seated(0.5e6, 13), waiting(5e6, old)}, []bool{true, false}, false},
		{"thin for a fortnight", []sector.Candidate{seated(0.5e6, 14), waiting(5e6, old)}, []bool{false, true}, true},
		{"the reserve is too thin", []sector.Candidate{seated(0.5e6, 30), waiting(1.9e6, old)}, []bool{true, false}, false},
		{"the reserve is too young", []sector.Candidate{seated(0.5e6, 30), waiting(5e6, 89*24*time.Hour)}, []bool{true, false}, false},
		{"the second reserve qualifies", []sector.Candidate{seated(0.5e6, 30), waiting(1e6, old), waiting(2e6, old)}, []bool{false, false, true}, true},
		{"two seats, one reserve: the first goes", []sector.Candidate{seated(0.5e6, 30), seated(0.4e6, 30), waiting(5e6, old)}, []bool{false, true, true}, true},
		{"turnover not known decides nothing", []sector.Candidate{seated(math.NaN(), 30), waiting(5e6, old)}, []bool{true, false}, false},
		{"an old name is no newcomer", []sector.Candidate{seated(0.5e6, 30), {Claim: sector.Legacy, Turnover: 5e6, Listed: old}}, []bool{true, false}, false},
		{"a reserve without figures", []sector.Candidate{seated(0.5e6, 30), waiting(math.NaN(), old)}, []bool{true, false}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := sector.DefaultSeatRules().Review(c.group)
			if changed != c.changed {
				t.Errorf("changed %v, want %v", changed, c.changed)
			}
			for i := range c.want {
				if c.group[i].Seated != c.want[i] {
					t.Errorf("seat %d: %v, want %v", i, c.group[i].Seated, c.want[i])
				}
			}
		})
	}
}

// Seats go to those that trade, in the order they are wanted; a member takes the
// seat of who stands in for it once, when it is seasoned.
func TestSeatsAreGivenToThoseThatTrade(t *testing.T) {
	const day = 24 * time.Hour
	coin := func(c sector.Claim, days int) sector.Candidate {
		return sector.Candidate{Claim: c, Turnover: math.NaN(), Listed: time.Duration(days) * day}
	}
	sits := func(c sector.Candidate) sector.Candidate {
		c.Seated, c.Sat = true, true
		return c
	}
	stoodUp := coin(sector.Regular, 200)
	stoodUp.Sat = true
	for _, c := range []struct {
		name  string
		seats int
		group []sector.Candidate
		want  []bool
	}{
		{"nobody trades", 2, []sector.Candidate{coin(sector.Regular, 0), coin(sector.Reserve, 0)}, []bool{false, false}},
		{"the first day of all", 2, []sector.Candidate{coin(sector.Regular, 1), coin(sector.Regular, 1), coin(sector.Reserve, 1)}, []bool{true, true, false}},
		{"a reserve steps in", 2, []sector.Candidate{coin(sector.Regular, 1), coin(sector.Regular, 0), coin(sector.Reserve, 1), coin(sector.Reserve, 1)}, []bool{true, false, true, false}},
		{"an old name steps in last", 1, []sector.Candidate{coin(sector.Regular, 0), coin(sector.Reserve, 1), coin(sector.Legacy, 1)}, []bool{false, true, false}},
		{"a seat is still free", 2, []sector.Candidate{coin(sector.Regular, 1), sits(coin(sector.Reserve, 90))}, []bool{true, true}},
		{"too young to claim a seat", 1, []sector.Candidate{coin(sector.Regular, 30), sits(coin(sector.Reserve, 90))}, []bool{false, true}},
		{"old enough to claim it", 1, []sector.Candidate{coin(sector.Regular, 31), sits(coin(sector.Reserve, 90))}, []bool{true, false}},
		{"the last stand-in makes room", 2, []sector.Candidate{coin(sector.Regular, 31), sits(coin(sector.Reserve, 90)), sits(coin(sector.Legacy, 400))}, []bool{true, true, false}},
		{"no reserve claims a seat", 1, []sector.Candidate{coin(sector.Regular, 0), coin(sector.Reserve, 90), sits(coin(sector.Legacy, 90))}, []bool{false, false, true}},
		{"who lost its seat at a review waits for another", 1, []sector.Candidate{stoodUp, sits(coin(sector.Reserve, 90))}, []bool{false, true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := make([]bool, len(c.group))
			for i := range c.group {
				before[i] = c.group[i].Seated
			}
			if changed := sector.DefaultSeatRules().Admit(c.group, c.seats); changed == slices.Equal(before, c.want) {
				t.Errorf("changed %v", changed)
			}
			for i, want := range c.want {
				if got := c.group[i]; got.Seated != want || got.Seated && !got.Sat {
					t.Errorf("seat %d: %+v, want %v", i, got, want)
				}
			}
		})
	}
}

func TestThinDays(t *testing.T) {
	r := sector.DefaultSeatRules()
	for usd, want := range map[float64]bool{0.99e6: true, 1e6: false, 5e6: false} {
		if r.Thin(usd) != want {
			t.Errorf("%v a day: thin %v, want %v", usd, r.Thin(usd), want)
		}
	}
	if r.Thin(math.NaN()) {
		t.Error("a day whose turnover is not known counts against nobody")
	}
}

// A seat changes hands at a review: until then the old weights stand, and the
// level does not move at either moment.
func TestSeatChangesHandsAtAReview(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Day1), one(3))
	x.SetSeat(2, false)
	at := monday.Add(-6 * day) // Tuesday
	mustPush(t, x, at, closes(10, 10, 10))
	wantWeights(t, x, 0.5, 0.5, 0)
	if x.Member(2).State != sector.Waiting || x.Seated(2) || math.Abs(x.Coverage()-1) > 1e-12 {
		t.Errorf("the benched one: %+v, coverage %v", x.Member(2), x.Coverage())
	}
	x.SetSeat(0, false)
	x.SetSeat(2, true)
	mustPush(t, x, at.Add(day), closes(11, 10, 50)) // Wednesday: the old seats book
	wantLevel(t, x, 1050)
	for i := 2; i <= 5; i++ {
		mustPush(t, x, at.Add(time.Duration(i)*day), closes(11, 10, 50))
	}
	mustPush(t, x, monday, closes(11, 10, 50))
	wantLevel(t, x, 1050)
	if m := x.Member(0); m.State != sector.Waiting || m.Weight != 0 {
		t.Errorf("the one that left: %+v", m)
	}
	mustPush(t, x, monday.Add(day), closes(99, 10, 50))
	wantLevel(t, x, 1050)
	mustPush(t, x, monday.Add(31*day), closes(99, 10, 50)) // its seasoning over, the newcomer is in
	mustPush(t, x, monday.Add(35*day), closes(99, 10, 50))
	if m := x.Member(2); m.State != sector.Active {
		t.Errorf("the newcomer: %+v", m)
	}
}
