package condition

import "eddy/model"

// Truth is what is known of a condition. The zero value is Unknown.
type Truth uint8

// The truths.
const (
	Unknown Truth = iota
	False
	True
)

var truthNames = [...]string{"unknown", "false", "true"}

// String returns the truth's name.
func (t Truth) String() string {
	if int(t) < len(truthNames) {
		return truthNames[t]
	}
	return truthNames[Unknown]
}

// MarshalText writes the truth's name.
func (t Truth) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// State returns which way a truth points.
func (t Truth) State() model.EvidenceState {
	switch t {
	case True:
		return model.EvidenceFor
	case False:
		return model.EvidenceAgainst
	default:
		return model.EvidenceUnknown
	}
}

func truth(holds bool) Truth {
	if holds {
		return True
	}
	return False
}
