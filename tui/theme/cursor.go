package theme

import "strconv"

// cursor returns the escape that marks the row the reader is on: a tint behind it,
// so that its figures keep their colours. Where there are no colours enough for
// one, or the theme asks for it, the row is in reverse, and all of it in one
// colour: reversed one by one, its figures would be so many patches.
func cursor(l look, profile Profile) string {
	switch {
	case profile == NoColour:
		return "\x1b[7m"
	case l.attrs&reverse != 0:
		return sgr(l, profile)
	case profile == Colours16:
		return "\x1b[0;7m"
	default:
		return behind(l.hex, profile)
	}
}

// behind returns the escape of a background, "" where a terminal has too few
// colours to tell it from what stands on it.
func behind(hex uint32, profile Profile) string {
	switch profile {
	case TrueColour:
		return "\x1b[48;2;" + strconv.Itoa(int(hex>>16&0xff)) + ";" + strconv.Itoa(int(hex>>8&0xff)) + ";" + strconv.Itoa(int(hex&0xff)) + "m"
	case Colours256:
		return "\x1b[48;5;" + strconv.Itoa(nearest256(hex)) + "m"
	default:
		return ""
	}
}
