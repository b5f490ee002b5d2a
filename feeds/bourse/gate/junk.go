package gate

import (
	"bytes"
	"compress/gzip"
	"strings"
	"sync"

	"eddy/feeds/bourse/fault"
)

// junk is no venue's message: cut off in the middle, with an escape sequence
// that must not reach a terminal.
const junk = `{"e":"garb` + "\x1b[2J\x07\xff" + `age","s":[`

// Sizes of junk that is meant to fill memory.
const (
	hugeBytes = 2 << 20  // as sent
	bombBytes = 16 << 20 // unpacked: more than any frame, yet packed before a ping is due
)

// junkOf returns a frame of junk in a form.
func junkOf(form fault.Form) Frame {
	switch form {
	case fault.Huge:
		return Frame{Data: []byte(`{"e":"` + strings.Repeat("9", hugeBytes))}
	case fault.Bomb:
		return Frame{Data: bomb(), Binary: true}
	case fault.Torn:
		whole := pack([]byte(`{"code":0,"data":null}`))
		return Frame{Data: whole[:len(whole)/2], Binary: true}
	default:
		return Frame{Data: []byte(junk)}
	}
}

// bomb is a packed frame that is small until it is unpacked.
var bomb = sync.OnceValue(func() []byte { return pack(make([]byte, bombBytes)) })

func pack(body []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed) // a level there is
	_, _ = z.Write(body)                            // memory takes everything
	_ = z.Close()                                   // as above
	return b.Bytes()
}
