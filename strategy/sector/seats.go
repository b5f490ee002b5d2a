package sector

import (
	"math"
	"slices"
	"time"
)

// SeatRules say who may sit in a sector (analytics §2.4): membership is reviewed
// once a month, and a member keeps its seat through a thin spell. Between the
// reviews nobody sits who has not traded yet: which coins will come is not known
// before they do.
type SeatRules struct {
	Entry     float64       // 30-day median daily turnover in USD that a newcomer needs
	Leave     float64       // share of Entry below which a day counts against a member
	LeaveDays int           // such days in a row after which it may lose its seat
	Listed    time.Duration // a newcomer has been trading for
	Seasoning time.Duration // since the first bar of a member, until who stood in for it makes room
}

// DefaultSeatRules returns the figures of analytics §2.4.
func DefaultSeatRules() SeatRules {
	return SeatRules{Entry: 2e6, Leave: 0.5, LeaveDays: 14, Listed: 90 * 24 * time.Hour, Seasoning: seasoning}
}

// Claim is what gives a coin a seat.
type Claim uint8

// The claims.
const (
	Regular Claim = iota // the sector is made of it
	Reserve              // steps in for a member that does not trade yet, and competes at reviews
	Legacy               // an old name: steps in where no reserve does
)

// Candidate is what a review knows of a coin that sits or might sit in a group.
type Candidate struct {
	Claim    Claim
	Seated   bool
	Sat      bool          // has a seat, or had one
	Turnover float64       // 30-day median daily turnover in USD, NaN when it is not known
	ThinDays int           // days in a row with less than Leave times Entry, the last one included
	Listed   time.Duration // since its first bar opened; 0: it has had none
}

// Qualifies tells whether a coin may take a seat.
func (r SeatRules) Qualifies(c Candidate) bool {
	return c.Claim != Legacy && c.Turnover >= r.Entry && c.Listed >= r.Listed
}

// Thin tells whether a day's turnover counts against a member; one that is not
// known does not.
func (r SeatRules) Thin(usd float64) bool { return usd < r.Leave*r.Entry }

// Leaves tells whether a member may lose its seat.
func (r SeatRules) Leaves(c Candidate) bool {
	return c.Seated && c.ThinDays >= r.LeaveDays && !math.IsNaN(c.Turnover)
}

// Review gives seats anew within one group, in place, and tells whether any
// changed hands. Candidates stand in the order they are wanted. A member that
// may lose its seat does so to the first candidate that qualifies; where nobody
// does it stays, for a thin member is better than an empty seat.
func (r SeatRules) Review(group []Candidate) bool {
	changed := false
	for i := range group {
		if !r.Leaves(group[i]) {
			continue
		}
		for k := range group {
			if !group[k].Seated && k != i && r.Qualifies(group[k]) {
				group[i].Seated = false
				group[k].sit()
				changed = true
				break
			}
		}
	}
	return changed
}

// Admit gives free seats of one group, in place, to the candidates that trade by
// now, and tells whether it gave any. They stand in the order they are wanted.
// Where all seats are taken a member still gets one, the first time, from the
// last that stands in: once it is seasoned, for until then no index lets it in.
func (r SeatRules) Admit(group []Candidate, seats int) (changed bool) {
	for i := range group {
		c := &group[i]
		if c.Sat || c.Listed == 0 {
			continue
		}
		if taken(group) < seats || r.mayClaim(c) && makeRoom(group) {
			c.sit()
			changed = true
		}
	}
	return changed
}

func (c *Candidate) sit() { c.Seated, c.Sat = true, true }

// mayClaim tells whether somebody has to make room for a coin. An index counts
// from the end of a coin's first bar, hence more than so long since its opening.
func (r SeatRules) mayClaim(c *Candidate) bool {
	return c.Claim == Regular && c.Listed > r.Seasoning
}

// makeRoom takes the seat of the last in the order that is no member.
func makeRoom(group []Candidate) bool {
	for i := range slices.Backward(group) {
		if group[i].Seated && group[i].Claim != Regular {
			group[i].Seated = false
			return true
		}
	}
	return false
}

func taken(group []Candidate) (n int) {
	for i := range group {
		if group[i].Seated {
			n++
		}
	}
	return n
}

// SetSeat gives the i-th member a seat or takes it away. Without one it carries
// no weight. It takes effect at the next review, and the level does not move.
func (x *Index) SetSeat(i int, seated bool) {
	if x.members[i].benched == !seated {
		return
	}
	x.members[i].benched = !seated
	x.intend()
}

// Seated tells whether the i-th member has a seat.
func (x *Index) Seated(i int) bool { return !x.members[i].benched }
