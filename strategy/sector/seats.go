package sector

import (
	"math"
	"time"
)

// SeatRules say who may sit in a sector (analytics §2.4): membership is reviewed
// once a month, and a member keeps its seat through a thin spell.
type SeatRules struct {
	Entry     float64       // 30-day median daily turnover in USD that a newcomer needs
	Leave     float64       // share of Entry below which a day counts against a member
	LeaveDays int           // such days in a row after which it may lose its seat
	Listed    time.Duration // a newcomer has been trading for
}

// DefaultSeatRules returns the figures of analytics §2.4.
func DefaultSeatRules() SeatRules {
	return SeatRules{Entry: 2e6, Leave: 0.5, LeaveDays: 14, Listed: 90 * 24 * time.Hour}
}

// Candidate is what a review knows of a coin that sits or might sit in a group.
type Candidate struct {
	Seated   bool
	Turnover float64       // 30-day median daily turnover in USD, NaN when it is not known
	ThinDays int           // days in a row with less than Leave times Entry, the last one included
	Listed   time.Duration // since its first bar
}

// Qualifies tells whether a coin may take a seat.
func (r SeatRules) Qualifies(c Candidate) bool {
	return c.Turnover >= r.Entry && c.Listed >= r.Listed
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
				group[i].Seated, group[k].Seated = false, true
				changed = true
				break
			}
		}
	}
	return changed
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
