package tape

import (
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"

	"eddy/model"
)

// block is a block ready to be written, all but its number.
type block struct {
	head   blockHead
	packed []byte
}

// packer packs and unpacks blocks. It is for one goroutine.
type packer struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

// newPacker returns a packer without goroutines of its own.
func newPacker() (*packer, error) {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, fmt.Errorf("tape: %w", err)
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlock))
	if err != nil {
		return nil, fmt.Errorf("tape: %w", err)
	}
	return &packer{e, d}, nil
}

// pack packs raw bytes that cover a stretch of time.
func (p *packer) pack(kind blockKind, raw []byte, first, last model.Millis) block {
	packed := p.encoder.EncodeAll(raw, nil)
	return block{
		head: blockHead{
			kind: kind, packed: uint32(len(packed)), raw: uint32(len(raw)), first: first, last: last,
			sum: crc32.Checksum(packed, castagnoli),
		},
		packed: packed,
	}
}

// unpack checks and unpacks a block into buf.
func (p *packer) unpack(h blockHead, packed, buf []byte) ([]byte, error) {
	if crc32.Checksum(packed, castagnoli) != h.sum {
		return nil, fmt.Errorf("%w: a block does not match its checksum", ErrDamaged)
	}
	raw, err := p.decoder.DecodeAll(packed, buf[:0])
	if err != nil || len(raw) != int(h.raw) {
		return nil, fmt.Errorf("%w: a block cannot be unpacked", ErrDamaged)
	}
	return raw, nil
}
