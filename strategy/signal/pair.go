package signal

// Accord is how two figures that ought to move together do (S1-IND-0).
type Accord int

// The accords. The values serve a Flip as sides: the two kinds of divergence
// and of confirmation are told apart by FirstUp and BothUp.
const (
	Divergence   Accord = -1
	NoAccord     Accord = 0
	Confirmation Accord = 1
)

// AccordOf compares two moves in standard deviations: both beyond the dead zone
// in one direction confirm, in opposite directions diverge. up is the direction
// of the first.
func (f *PairFigures) AccordOf(a, b float64) (accord Accord, up bool) {
	sa, sb := signBeyond(a, f.Dead.Value), signBeyond(b, f.Dead.Value)
	return Accord(sa * sb), sa > 0
}

// signBeyond is the sign of a move outside the dead zone, else 0; NaN gives 0.
func signBeyond(v, dead float64) int {
	switch {
	case v > dead:
		return 1
	case v < -dead:
		return -1
	default:
		return 0
	}
}
