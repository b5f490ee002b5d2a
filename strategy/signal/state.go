package signal

import "eddy/model"

// State says how a signal stands.
type State uint8

// The states of a signal.
const (
	Unknown State = iota // no figure so far
	Off
	Pending // its condition holds, not yet for long enough
	On
)

var stateNames = [...]string{"unknown", "off", "pending", "on"}

// String returns the state's word in JSON and on screen.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}

// Reading is how a signal stands after the last closed bar.
type Reading struct {
	State   State
	Since   model.Millis // end of the bar on which it came to stand as it does
	Held    int          // closes in a row that its condition was met
	Changed bool         // it came on or went off on this very bar
}

// to moves a reading to a state at the end of a bar.
func (r *Reading) to(s State, at model.Millis) {
	on := func(s State) bool { return s == On }
	r.Changed = r.State != Unknown && on(r.State) != on(s)
	if r.State != s {
		r.State, r.Since = s, at
	}
}
