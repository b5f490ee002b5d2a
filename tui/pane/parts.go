package pane

// Parts says what stands on the rotation graph.
type Parts uint8

// What the graph can show.
const (
	PartsWhereRoom Parts = iota // sectors, and their sub-sectors where there is room
	PartsNever                  // sectors alone
	PartsAlways                 // sectors and their sub-sectors
	PartsMembers                // the coins of one sector
	PartsCoins                  // the coins of all sectors
	partsEnd
)

// Next goes round the choices: from sectors to their parts, to the coins of one
// and to those of all. roomy tells what PartsWhereRoom shows now, so that no step
// leaves the picture as it is; it is not come back to.
func (p Parts) Next(roomy bool) Parts {
	switch {
	case p == PartsWhereRoom && roomy:
		return PartsMembers
	case p == PartsWhereRoom:
		return PartsAlways
	case p+1 == partsEnd:
		return PartsNever
	default:
		return p + 1
	}
}

// Coins tells whether coins stand on the graph, not sectors.
func (p Parts) Coins() bool { return p == PartsMembers || p == PartsCoins }
