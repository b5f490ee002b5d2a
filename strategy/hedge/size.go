package hedge

// BetaMatched is the ratio that takes a benchmark out of what is held: its beta
// less the beta to keep, over the hedge's own beta (margin §7, analytics §10).
// Below zero it is a long. ok is false when the hedge has no beta.
func BetaMatched(beta, keep, hedgeBeta float64) (ratio float64, ok bool) {
	if hedgeBeta == 0 {
		return 0, false
	}
	return (beta - keep) / hedgeBeta, true
}
