package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText makes text from outside safe to print on a terminal: control
// characters, escape sequences' leading bytes, bidirectional overrides,
// invisible format characters and broken UTF-8 are removed, and line breaks
// become spaces (law 9). It returns s itself when nothing had to change.
func CleanText(s string) string {
	if isCleanASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			// A broken byte says nothing; a real U+FFFD says as little.
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		case unicode.Is(unicode.C, r) || isInvisible(r):
			// C covers Cc (with C1, so CSI and OSC in 8-bit form), Cf (bidi
			// overrides, zero-width joiners), Co and Cs.
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isInvisible catches fillers that are letters or marks by category but take
// cells without showing anything.
func isInvisible(r rune) bool {
	return r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' || unicode.Is(unicode.Variation_Selector, r)
}

func isCleanASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c > 0x7e {
			return false
		}
	}
	return true
}
