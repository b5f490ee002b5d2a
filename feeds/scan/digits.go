package scan

import (
	"encoding/binary"
	"math/bits"
)

// digitRun adds the run of digits beginning at b[i] to v and returns where it
// ends. Above 19 digits v overflows; the callers count. Eight bytes are looked
// at together, so that a run of any length up to eight costs the same and the
// processor has nothing to guess.
func digitRun(b []byte, i int, v uint64) (sum uint64, end int) {
	for i+8 <= len(b) {
		// Each byte becomes the digit it stands for; what is no digit becomes
		// 10 or more and is marked by the carry into the high bit. A carry out
		// of a marked byte spoils only the marks above it.
		w := binary.LittleEndian.Uint64(b[i:]) ^ ones*'0'
		marks := (w + ones*(0x80-10) | w) & highs
		if marks == 0 {
			v = v*1e8 + eightDigits(w)
			i += 8
			continue
		}
		n := bits.TrailingZeros64(marks) / 8
		return v*wholeTens[n] + eightDigits(w<<((64-8*n)&63))*min(uint64(n), 1), i + n
	}
	for i < len(b) && isDigit(b[i]) {
		v = v*10 + uint64(b[i]-'0')
		i++
	}
	return v, i
}

// wholeTens holds the powers of ten that shift in up to seven digits.
var wholeTens = [8]uint64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7}

// eightDigits returns the number whose digits are the bytes of w, the first in
// the lowest: neighbours are joined to pairs, then pairs to fours, then fours.
func eightDigits(w uint64) uint64 {
	w = w*10 + w>>8
	w = (w&0x00ff00ff00ff00ff)*100 + w>>16&0x00ff00ff00ff00ff
	return (w&0xffff)*10000 + w>>32&0xffff
}
