package cycle

import "eddy/model"

// Standing is where one state machine stands. It is plain data.
type Standing struct {
	State     State
	Since     model.Millis // close that confirmed it
	Age       int          // closes since then
	Candidate State        // what counts closes, "" for none
	Count     int
	Before    State // the state before this one
	Jumped    bool  // it did not follow the state before it in the articles' order
}

// next returns the standing after one more close. first is the state whose
// condition comes first, "" when none holds.
func (s Standing) next(p *Params, at model.Millis, first State, follows func(from, to State) bool) Standing {
	s.Age++
	switch first {
	case "", s.State:
		s.Candidate, s.Count = "", 0
		return s
	case s.Candidate:
		s.Count++
	default:
		s.Candidate, s.Count = first, 1
	}
	if s.Count < p.Confirm || s.State != Unknown && s.Age < p.Dwell {
		return s
	}
	jumped := s.State != Unknown && !follows(s.State, first)
	return Standing{State: first, Since: at, Before: s.State, Jumped: jumped}
}

// ring tells whether a state follows another in a circle of states.
func ring(order ...State) func(from, to State) bool {
	return func(from, to State) bool {
		for i, s := range order {
			if s == from {
				return order[(i+1)%len(order)] == to
			}
		}
		return false
	}
}

var (
	cycleOrder     = ring(L1Dominance, DeFiExplosion, L1Resurgence)
	narrativeOrder = ring(Consolidation, AIIgnition, AIPeak, DeFiReemergence)
)

// cyclePrecedence returns in which order the conditions are asked. A resurgence
// only comes after an explosion (analytics §4.4), where it is asked first, for
// it reduces risk; once it stands, the layer ones' dominance comes "again"
// (S1-CYC-3).
func cyclePrecedence(now State) [3]State {
	switch now {
	case DeFiExplosion:
		return [3]State{L1Resurgence, DeFiExplosion, L1Dominance}
	case L1Resurgence:
		return [3]State{L1Dominance, DeFiExplosion, L1Resurgence}
	default:
		return [3]State{L1Dominance, DeFiExplosion, ""}
	}
}

// narrativePrecedence is the order the narrative's conditions are asked in:
// what reduces the risk in AI first, of these the narrower one.
var narrativePrecedence = [4]State{DeFiReemergence, AIPeak, AIIgnition, Consolidation}
