package tape

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"eddy/model"
)

// Version is the version of the format that is written. Tapes of a newer one
// are refused. Those of older ones are read: 1 has no answers, 2 has the figures
// of the past one by one.
const Version = 3

// Errors a caller may want to tell apart.
var (
	ErrNotTape = errors.New("not a tape")
	ErrVersion = errors.New("written by a newer eddy")
	ErrDamaged = errors.New("damaged")

	errHeadless = fmt.Errorf("%w: it is shorter than the head of one", ErrNotTape)
)

// head begins every file of a tape.
type head struct {
	version uint16
	segment uint16 // counts the files of a tape from 1
	id      uint64 // the same in all files of a tape
}

const (
	headMagic = "eddytape"
	headSize  = len(headMagic) + 2 + 2 + 8
)

func (h head) append(b []byte) []byte {
	b = append(b, headMagic...)
	b = binary.LittleEndian.AppendUint16(b, h.version)
	b = binary.LittleEndian.AppendUint16(b, h.segment)
	return binary.LittleEndian.AppendUint64(b, h.id)
}

// readHead reads the beginning of a file.
func readHead(b []byte) (head, error) {
	if len(b) < headSize {
		return head{}, errHeadless
	}
	if string(b[:len(headMagic)]) != headMagic {
		return head{}, ErrNotTape
	}
	b = b[len(headMagic):]
	h := head{
		version: binary.LittleEndian.Uint16(b),
		segment: binary.LittleEndian.Uint16(b[2:]),
		id:      binary.LittleEndian.Uint64(b[4:]),
	}
	if h.version == 0 {
		return h, fmt.Errorf("%w: there is no format 0", ErrNotTape)
	}
	if h.version > Version {
		return h, fmt.Errorf("%w: format %d, this one reads up to %d; play it with the eddy that recorded it", ErrVersion, h.version, Version)
	}
	return h, nil
}

// blockKind says what a block holds.
type blockKind uint8

const (
	setupBlock blockKind = 1 // what the session was set up with, in its own words
	stepsBlock blockKind = 2 // steps, see steps.go
)

// blockHead stands before every block. The heads are the index of a tape: each
// says how long its block is and what time it covers.
type blockHead struct {
	kind        blockKind
	packed, raw uint32 // bytes, packed and unpacked
	first, last model.Millis
	number      uint32 // counts the blocks of a tape from 0
	sum         uint32 // of the packed bytes
}

const (
	blockMagic    = 0x6b6c62ed
	blockHeadSize = 4 + 4 + 4 + 4 + 8 + 8 + 4 + 4 + 4

	// maxBlock bounds a block in memory: several times what is written, save
	// for a block that is one huge answer of a venue.
	maxBlock = 256 << 20
)

// castagnoli is the polynomial that processors compute by themselves.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (h blockHead) append(b []byte) []byte {
	from := len(b)
	b = binary.LittleEndian.AppendUint32(b, blockMagic)
	b = binary.LittleEndian.AppendUint32(b, uint32(h.kind))
	b = binary.LittleEndian.AppendUint32(b, h.packed)
	b = binary.LittleEndian.AppendUint32(b, h.raw)
	b = binary.LittleEndian.AppendUint64(b, uint64(h.first))
	b = binary.LittleEndian.AppendUint64(b, uint64(h.last))
	b = binary.LittleEndian.AppendUint32(b, h.number)
	b = binary.LittleEndian.AppendUint32(b, h.sum)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[from:], castagnoli))
}

// readBlockHead reads the head of a block, which must be whole.
func readBlockHead(b []byte) (blockHead, error) {
	h := blockHead{
		kind:   blockKind(b[4]),
		packed: binary.LittleEndian.Uint32(b[8:]),
		raw:    binary.LittleEndian.Uint32(b[12:]),
		first:  model.Millis(binary.LittleEndian.Uint64(b[16:])),
		last:   model.Millis(binary.LittleEndian.Uint64(b[24:])),
		number: binary.LittleEndian.Uint32(b[32:]),
		sum:    binary.LittleEndian.Uint32(b[36:]),
	}
	switch {
	case binary.LittleEndian.Uint32(b) != blockMagic:
		return h, fmt.Errorf("%w: no block begins here", ErrDamaged)
	case crc32.Checksum(b[:blockHeadSize-4], castagnoli) != binary.LittleEndian.Uint32(b[blockHeadSize-4:]):
		return h, fmt.Errorf("%w: the head of a block does not match its checksum", ErrDamaged)
	case h.raw > maxBlock || h.packed > maxBlock:
		return h, fmt.Errorf("%w: a block of %d MB", ErrDamaged, h.raw>>20)
	}
	return h, nil
}
