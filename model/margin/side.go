package margin

// Side is the direction of a position.
type Side uint8

// The sides. The zero value is no side and is refused.
const (
	NoSide Side = iota
	Long
	Short
)

// ParseSide reads "long" or "short".
func ParseSide(s string) (Side, bool) {
	switch s {
	case "long":
		return Long, true
	case "short":
		return Short, true
	default:
		return NoSide, false
	}
}

// String returns "long" or "short".
func (s Side) String() string {
	switch s {
	case Long:
		return "long"
	case Short:
		return "short"
	default:
		return "no side"
	}
}

// signed returns x for a long and -x for a short (s*x of margin §0).
func (s Side) signed(x num) num {
	if s == Short {
		return x.Neg()
	}
	return x
}

// Mode says what backs a position.
type Mode uint8

// The modes. The zero value is no mode and is refused.
const (
	NoMode   Mode = iota
	Cross         // the wallet, shared with the other cross positions
	Isolated      // its own margin and nothing else
)

// ParseMode reads "cross" or "isolated".
func ParseMode(s string) (Mode, bool) {
	switch s {
	case "cross":
		return Cross, true
	case "isolated":
		return Isolated, true
	default:
		return NoMode, false
	}
}

// String returns "cross" or "isolated".
func (m Mode) String() string {
	switch m {
	case Cross:
		return "cross"
	case Isolated:
		return "isolated"
	default:
		return "no mode"
	}
}
