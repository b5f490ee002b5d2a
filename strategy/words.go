package strategy

import (
	"fmt"
	"math"

	"eddy/model"
)

// sideWord names the side of something that has two, by its sign.
func sideWord(side int, above, below string) string {
	switch {
	case side > 0:
		return above
	case side < 0:
		return below
	default:
		return unknownWord
	}
}

func orWord(word, other string) string {
	if word == "" {
		return other
	}
	return word
}

// vote turns an answer into the state of its evidence.
func vote(yes bool) model.EvidenceState {
	if yes {
		return model.EvidenceFor
	}
	return model.EvidenceAgainst
}

// voteOf is vote, unknown where the figure is not there.
func voteOf(n model.Num, yes bool) model.EvidenceState {
	if _, ok := n.Value(); !ok {
		return model.EvidenceUnknown
	}
	return vote(yes)
}

// numText writes a figure for people, with fewer digits the larger it is.
func numText(n model.Num) string {
	v, ok := n.Value()
	switch a := math.Abs(v); {
	case !ok:
		return unknownWord
	case a >= 100:
		return fmt.Sprintf("%.0f", v)
	case a >= 10:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.2f", v)
	}
}
