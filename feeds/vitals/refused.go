package vitals

import (
	"slices"

	"eddy/feeds/wire"
	"eddy/model"
)

// guessedName says of a refusal that it may be our own doing.
const guessedName = "asked for by its usual name while the list of contracts is not there: "

// markGuessed says so of contracts that are on no list.
func markGuessed(list []model.Refusal) {
	for i := range list {
		list[i].Why = guessedName + list[i].Why
	}
}

// refused adds what a socket was refused to the contracts that lost something.
// A contract is listed once, with the reason it was refused for first: a venue
// that does not know it refuses each of its streams.
func refused(list []model.Refusal, more []wire.Refusal) []model.Refusal {
	for _, r := range more {
		if r.Symbol == "" {
			continue // about no contract; LastError tells
		}
		at := slices.IndexFunc(list, func(known model.Refusal) bool { return known.Symbol == r.Symbol })
		switch {
		case at < 0:
			list = append(list, model.Refusal{Symbol: r.Symbol, Asset: r.Asset, Why: r.Reason, Since: r.At})
		case r.At < list[at].Since:
			list[at].Why, list[at].Since = r.Reason, r.At
		}
	}
	return list
}
