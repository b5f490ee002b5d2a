package sector

import (
	"math"

	"eddy/model"
)

// Close is what a member printed in a bar. OK is false when it did not trade;
// a price that is not finite and above zero counts as no print.
type Close struct {
	Price float64 // USD for one coin
	OK    bool
}

func (c Close) printed() bool { return c.OK && model.ValidPrice(c.Price) }

// State says how a member takes part.
type State uint8

// The states of a member.
const (
	Waiting   State = iota // not in yet: no bar so far, not seasoned, or no review since
	Active                 // carries weight
	Suspended              // silent too long; left at its last price, returns at a review
	Delisted               // left at its last price for good
)

var stateNames = [...]string{"waiting", "active", "suspended", "delisted"}

// String returns the state's word on screen.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}

// member is one coin inside an index.
type member struct {
	asset  model.Asset
	group  int
	figure float64 // what the scheme asks for; NaN when not known

	state   State
	entered bool         // was active at least once
	benched bool         // has no seat; see SetSeat
	first   model.Millis // end of its first bar, or the earlier moment SetFirst told
	last    float64      // last booked price
	silent  int          // bars since its last print

	weight   float64 // drifting
	intended float64 // target if every member could be had

	ret, contribution float64 // of the last bar
	part              float64 // its weight in that return
	hasReturn         bool
}

// Member is a member as others see it, after the last bar.
type Member struct {
	Asset        model.Asset
	State        State
	Weight       float64 // fraction of the index now
	Intended     float64 // fraction it would have were every member to be had
	Return       float64 // simple return it booked in the last bar, when HasReturn
	Contribution float64 // its part of the index's return in the last bar
	Part         float64 // the weight it had in that return, among those that printed
	HasReturn    bool
}

func (m *member) view() Member {
	return Member{
		Asset: m.asset, State: m.state, Weight: m.weight, Intended: m.intended,
		Return: m.ret, Contribution: m.contribution, Part: m.part, HasReturn: m.hasReturn,
	}
}

// takesPart tells whether a print of this bar enters the index's return.
func (m *member) takesPart(c Close) bool { return m.state == Active && c.printed() }

// leave takes a member out at its last price.
func (m *member) leave(to State) { m.state, m.weight = to, 0 }

func newMember(a model.Asset, group int) member {
	return member{asset: a, group: group, figure: math.NaN()}
}
