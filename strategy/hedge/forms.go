package hedge

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// Leg is one side of a hedge, by value in US dollars: below zero is short.
type Leg struct {
	Asset model.Asset
	Value decimal.Decimal
}

// ErrForm is wrapped by forms of a hedge that would lose in the very case they
// are meant for.
var ErrForm = errors.New("this is no hedge")

// Form is how trouble at one protocol is answered (C-9).
type Form uint8

// The forms.
const (
	ShortCompetitor Form = iota // the article's own, which is refused
	ShortTroubled               // sell the coin in trouble
	LongCompetitor              // buy the competitor and sell the coin in trouble, equal in beta
)

// Controversy answers "X may fall on a controversy, and its users move to Y"
// with value at stake in X (S0-STR2-5, C-9). The article's short of Y is
// refused: what flows into Y lifts it, and the short loses. betaX and betaY are
// to the same benchmark.
func Controversy(form Form, x, y model.Asset, stake decimal.Decimal, betaX, betaY float64) ([]Leg, error) {
	switch form {
	case ShortTroubled:
		return []Leg{{x, stake.Neg()}}, nil
	case LongCompetitor:
		ratio, ok := BetaMatched(betaX, 0, betaY)
		if !ok || ratio <= 0 {
			return nil, fmt.Errorf("%s against %s: betas %.2f and %.2f cannot be matched: %w", y, x, betaX, betaY, ErrForm)
		}
		return []Leg{{x, stake.Neg()}, {y, stake.Mul(decimal.NewFromFloat(ratio)).Round(2)}}, nil
	default:
		return nil, fmt.Errorf("a short of %s loses when money moves there from %s (C-9); sell %s, or buy %s against it: %w", y, x, x, y, ErrForm)
	}
}

// Fear is what a hedge beside a rotation guards against (C-31).
type Fear uint8

// The fears.
const (
	FearRally Fear = iota // the sector that was left rallies after all
	FearFall              // what is still held of it falls
)

// AfterRotation sizes the small hedge beside a rotation out of a sector: margin
// of a tenth of the stablecoins that are left, at leverage 1 (S2-A-5, C-31).
// Against a rally it is a long; the article's short loses in a rally and guards
// only what is still held against a fall.
func AfterRotation(fear Fear, of model.Asset, stables decimal.Decimal) Leg {
	value := stables.Shift(-1)
	if fear == FearFall {
		value = value.Neg()
	}
	return Leg{of, value}
}

// Pair is long one coin and short another for a gross value, sized so that the
// market drops out: longs·βL = shorts·βS (S1-C-LONG, C-20: a long alone is no
// hedge against a fall, only the pair is). Betas must be above zero.
func Pair(long, short model.Asset, gross decimal.Decimal, betaLong, betaShort float64) ([]Leg, error) {
	if !(betaLong > 0 && betaShort > 0) {
		return nil, fmt.Errorf("%s against %s: betas %.2f and %.2f are not both above zero: %w", long, short, betaLong, betaShort, ErrForm)
	}
	share := decimal.NewFromFloat(betaShort / (betaLong + betaShort))
	buy := gross.Mul(share).Round(2)
	return []Leg{{long, buy}, {short, gross.Sub(buy).Neg()}}, nil
}
