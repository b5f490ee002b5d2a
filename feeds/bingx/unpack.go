package bingx

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// frameLimit is longer than any frame or body once unpacked: tickers of every
// contract are about 400 KB.
const frameLimit = 8 << 20

var errBomb = errors.New("packed frame over the size limit")

// unpacker unpacks frames into memory of its own, which it keeps.
type unpacker struct {
	source bytes.Reader
	gzip   gzip.Reader
	out    []byte
}

// isPacked tells whether a frame is packed; no JSON and no Ping begins like
// this.
func isPacked(frame []byte) bool {
	return len(frame) > 1 && frame[0] == 0x1f && frame[1] == 0x8b
}

// unpack unpacks a frame, which is one gzip member and nothing else, up to the
// limit. The bytes are valid until the next call.
func (u *unpacker) unpack(frame []byte) ([]byte, error) {
	u.source.Reset(frame)
	if err := u.gzip.Reset(&u.source); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	u.gzip.Multistream(false)
	u.out = u.out[:0]
	for {
		if len(u.out) == cap(u.out) {
			u.out = append(u.out, make([]byte, max(4<<10, len(u.out)))...)[:len(u.out)]
		}
		n, err := u.gzip.Read(u.out[len(u.out):cap(u.out)])
		u.out = u.out[:len(u.out)+n]
		switch {
		case len(u.out) > frameLimit:
			u.out = nil // let go of what nobody should have sent
			return nil, errBomb
		case errors.Is(err, io.EOF) && u.source.Len() > 0:
			return nil, errors.New("unpack: something behind the end")
		case errors.Is(err, io.EOF):
			return u.out, nil
		case err != nil:
			return nil, fmt.Errorf("unpack: %w", err)
		}
	}
}
