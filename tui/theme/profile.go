package theme

import (
	"strconv"
	"strings"
)

// Profile is what a terminal can colour.
type Profile uint8

// The profiles. Auto reads the environment; NoColour still uses bold, faint and
// reverse.
const (
	Auto Profile = iota
	NoColour
	Colours16
	Colours256
	TrueColour
)

// trueColourTerms are terminals that show 24-bit colour whatever COLORTERM says
// (it does not survive ssh).
var trueColourTerms = []string{"alacritty", "contour", "foot", "ghostty", "kitty", "wezterm", "direct"}

// DetectProfile reads what the terminal can colour from its environment. It
// never asks the terminal itself, which might not answer.
func DetectProfile(getenv func(string) string) Profile {
	term := strings.ToLower(getenv("TERM"))
	switch {
	case getenv("NO_COLOR") != "":
		return NoColour
	case term == "" || term == "dumb":
		return NoColour
	case isTrueColour(getenv("COLORTERM")) || containsAny(term, trueColourTerms):
		return TrueColour
	case strings.Contains(term, "256"):
		return Colours256
	default:
		return Colours16
	}
}

func isTrueColour(colorterm string) bool {
	c := strings.ToLower(colorterm)
	return c == "truecolor" || c == "24bit" || c == "yes"
}

func containsAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// sgr returns the escape prefix of a look: a reset, its attributes, its colour.
// The zero look has none.
func sgr(l look, p Profile) string {
	params := make([]byte, 0, 32)
	for _, a := range [...]struct {
		bit  attr
		code string
	}{{bold, ";1"}, {faint, ";2"}, {underline, ";4"}, {reverse, ";7"}} {
		if l.attrs&a.bit != 0 {
			params = append(params, a.code...)
		}
	}
	params = appendColour(params, l, p)
	if len(params) == 0 {
		return ""
	}
	return "\x1b[0" + string(params) + "m"
}

func appendColour(dst []byte, l look, p Profile) []byte {
	switch {
	case p == TrueColour && l.hex != 0:
		dst = append(dst, ";38;2"...)
		for _, c := range [...]uint32{l.hex >> 16 & 0xff, l.hex >> 8 & 0xff, l.hex & 0xff} {
			dst = append(dst, ';')
			dst = strconv.AppendUint(dst, uint64(c), 10)
		}
	case p == Colours256 && l.hex != 0:
		dst = append(dst, ";38;5;"...)
		dst = strconv.AppendInt(dst, int64(nearest256(l.hex)), 10)
	case p == Colours16 && l.ansi >= 0 && l.hex != 0:
		code := 30 + int64(l.ansi)
		if l.ansi >= 8 {
			code = 90 + int64(l.ansi) - 8
		}
		dst = append(dst, ';')
		dst = strconv.AppendInt(dst, code, 10)
	}
	return dst
}

// cube are the six levels of each channel in the 256-colour table.
var cube = [6]int{0, 95, 135, 175, 215, 255}

// nearest256 returns the colour of the 256-colour table nearest to hex: of the
// 6x6x6 cube (16 to 231) or the grey ramp (232 to 255).
func nearest256(hex uint32) int {
	r, g, b := int(hex>>16&0xff), int(hex>>8&0xff), int(hex&0xff)
	ri, gi, bi := nearestLevel(r), nearestLevel(g), nearestLevel(b)
	inCube := square(r-cube[ri]) + square(g-cube[gi]) + square(b-cube[bi])

	step := min(max(((r+g+b)/3-3)/10, 0), 23)
	grey := 8 + 10*step
	if square(r-grey)+square(g-grey)+square(b-grey) < inCube {
		return 232 + step
	}
	return 16 + 36*ri + 6*gi + bi
}

func nearestLevel(v int) int {
	best := 0
	for i, level := range cube {
		if square(v-level) < square(v-cube[best]) {
			best = i
		}
	}
	return best
}

func square(v int) int { return v * v }
