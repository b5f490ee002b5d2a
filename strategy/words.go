package strategy

import (
	"fmt"
	"math"
	"strings"

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
		return forReading("%.0f", v)
	case a >= 10:
		return forReading("%.1f", v)
	default:
		return forReading("%.2f", v)
	}
}

// forReading writes a figure with a minus where a figure below zero has one.
func forReading(format string, v float64) string {
	return strings.Replace(fmt.Sprintf(format, v), "-", "−", 1)
}
