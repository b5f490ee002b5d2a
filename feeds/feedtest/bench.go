package feedtest

import (
	"bytes"
	"testing"
)

// BenchFloor visits every quote of a frame, which is about the least a reader of
// JSON can do.
func BenchFloor(b *testing.B, frame []byte) {
	b.Helper()
	b.SetBytes(int64(len(frame)))
	quotes := 0
	for b.Loop() {
		for at := 0; ; quotes++ {
			n := bytes.IndexByte(frame[at:], '"')
			if n < 0 {
				break
			}
			at += n + 1
		}
	}
	if quotes == 0 {
		b.Fatal("no quotes")
	}
}
