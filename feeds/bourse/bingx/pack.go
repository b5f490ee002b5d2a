package bingx

import (
	"bytes"
	"compress/gzip"
	"fmt"
)

// packer packs frames, each into one gzip member.
type packer struct {
	buf  bytes.Buffer
	gzip *gzip.Writer
}

// pack returns a packed copy of a frame.
func (p *packer) pack(frame []byte) ([]byte, error) {
	p.buf.Reset()
	if p.gzip == nil {
		var err error
		if p.gzip, err = gzip.NewWriterLevel(&p.buf, gzip.BestSpeed); err != nil {
			return nil, fmt.Errorf("pack: %w", err)
		}
	} else {
		p.gzip.Reset(&p.buf)
	}
	if _, err := p.gzip.Write(frame); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	if err := p.gzip.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return bytes.Clone(p.buf.Bytes()), nil
}

// packed returns a frame as it goes over the line, nil when there is none.
func (x *Exchange) packed(frame []byte) []byte {
	if len(frame) == 0 {
		return nil
	}
	x.packing.Lock()
	defer x.packing.Unlock()
	out, err := x.packer.pack(frame)
	if err != nil {
		return nil // cannot happen: memory takes every byte
	}
	return out
}
