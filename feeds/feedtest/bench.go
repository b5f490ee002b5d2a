package feedtest

import (
	"bytes"
	"testing"

	"eddy/model"
)

// HotFrame is one of the frames a venue sends most, composed in the sizes and
// shapes it sends.
type HotFrame struct{ Name, Frame string }

// BenchHot sets a decoder beside the floor and encoding/json, frame by frame.
func BenchHot(b *testing.B, frames []HotFrame, decode, encodingJSON func(b *testing.B, frame []byte)) {
	for _, f := range frames {
		b.Run(f.Name, func(b *testing.B) { decode(b, []byte(f.Frame)) })
		b.Run(f.Name+"/floor", func(b *testing.B) { BenchFloor(b, []byte(f.Frame)) })
		b.Run(f.Name+"/encodingjson", func(b *testing.B) { encodingJSON(b, []byte(f.Frame)) })
	}
}

// benchReceived is when the frames of benchmarks come in, local clock.
const benchReceived = model.Millis(1_794_000_001_300)

// BenchDecoder decodes a frame again and again. renew changes it before each
// time, where a venue's old frames count for nothing; nil: it stays.
func BenchDecoder(b *testing.B, d Decoder, frame []byte, renew func(n int64)) {
	b.Helper()
	var events []model.Event
	b.SetBytes(int64(len(frame)))
	b.ReportAllocs()
	for n := int64(0); b.Loop(); n++ {
		if renew != nil {
			renew(n)
		}
		var err error
		events, err = d.Decode(frame, benchReceived, events[:0])
		if err != nil || len(events) == 0 || events[0].Has == 0 {
			b.Fatalf("got %v, %v", events, err)
		}
	}
}

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
