package mexc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// frameLimit is longer than any frame or body: the list of all contracts is
// about 2.5 MB.
const frameLimit = 8 << 20

var errBomb = errors.New("packed frame over the size limit")

// isPacked tells whether a frame is packed. The venue documents packed frames
// but none was ever seen (venues/mexc §2); no JSON begins like this.
func isPacked(frame []byte) bool {
	return len(frame) > 1 && frame[0] == 0x1f && frame[1] == 0x8b
}

// unpack unpacks a frame into memory of the decoder's own, up to the limit.
func (d *Decoder) unpack(frame []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(frame))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	out := bytes.NewBuffer(d.unpacked[:0])
	n, err := io.Copy(out, io.LimitReader(z, frameLimit+1))
	d.unpacked = out.Bytes()[:0]
	switch {
	case err != nil:
		return nil, fmt.Errorf("unpack: %w", err)
	case n > frameLimit:
		return nil, errBomb
	}
	return out.Bytes(), nil
}
