package gate

import (
	"slices"

	"eddy/feeds/bourse/fault"
)

// Order adds a fault whose offset counts from now: without one it begins with
// the next tick, or at once where it lasts. The function that is returned takes
// it back, which ends it early; it may be called more than once. A fault of
// another venue is none of this one's business.
func (s *Server) Order(f fault.Fault) (lift func()) {
	if f.Venue != "" && f.Venue != s.venue {
		return func() {}
	}
	s.ordering.Lock()
	defer s.ordering.Unlock()
	f.At += s.sinceStart()
	plan := append(slices.Clone(*s.faults.Load()), f)
	s.faults.Store(&plan)
	return func() { s.takeBack(f) }
}

// takeBack strikes a fault off the plan, if it is there.
func (s *Server) takeBack(f fault.Fault) {
	s.ordering.Lock()
	defer s.ordering.Unlock()
	plan := slices.Clone(*s.faults.Load())
	if at := slices.Index(plan, f); at >= 0 {
		plan = slices.Delete(plan, at, at+1)
		s.faults.Store(&plan)
	}
}
