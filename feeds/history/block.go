package history

import (
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"slices"

	"eddy/model"
)

// A block is: format, width, count (2 bytes), checksum of what follows (4
// bytes), then for each record its milliseconds since the block's start (4
// bytes) and its figures, all little endian.
const (
	blockFormat = 1
	blockHead   = 8
)

var errBlock = errors.New("history: a block is damaged")

// maxRecords is more than any block can hold by its span: two weeks of points
// a minute apart.
const maxRecords = 20_160

// appendBlock writes records, oldest first and all of one block, to dst.
func appendBlock(dst []byte, s sort, list []record) []byte {
	width := layouts[s].width
	start := s.startOf(s.blockOf(list[0].at))
	head := len(dst)
	dst = append(dst, blockFormat, byte(width))
	dst = binary.LittleEndian.AppendUint16(dst, uint16(len(list)))
	dst = append(dst, 0, 0, 0, 0)
	for i := range list {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(list[i].at-start))
		for _, v := range list[i].f[:width] {
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
		}
	}
	binary.LittleEndian.PutUint32(dst[head+4:], crc32.ChecksumIEEE(dst[head+blockHead:]))
	return dst
}

// readBlock appends the records of a block to dst. It fails on anything that
// was not written so.
func readBlock(dst []record, s sort, number int64, data []byte) ([]record, error) {
	width := layouts[s].width
	size := 4 + 8*width
	if len(data) < blockHead || data[0] != blockFormat || int(data[1]) != width {
		return dst, errBlock
	}
	count := int(binary.LittleEndian.Uint16(data[2:]))
	body := data[blockHead:]
	if len(body) != count*size || binary.LittleEndian.Uint32(data[4:]) != crc32.ChecksumIEEE(body) {
		return dst, errBlock
	}
	start := s.startOf(number)
	for range count {
		r := record{at: start + model.Millis(binary.LittleEndian.Uint32(body))}
		for i := range width {
			r.f[i] = math.Float64frombits(binary.LittleEndian.Uint64(body[4+8*i:]))
		}
		dst = append(dst, r)
		body = body[size:]
	}
	return dst, nil
}

// merged is what became of a block.
type merged struct {
	list      []record
	added     int // records that were not there
	corrected int // records that said something else
}

// mergeRecords lays newer records over those of a block. Both may come in any
// order and say a moment twice; the later word counts.
func mergeRecords(old, newer []record) (m merged) {
	newer = latestWord(newer)
	m.list = make([]record, 0, len(old)+len(newer))
	for len(old) > 0 || len(newer) > 0 {
		switch {
		case len(newer) == 0 || len(old) > 0 && old[0].at < newer[0].at:
			m.list = append(m.list, old[0])
			old = old[1:]
		case len(old) == 0 || newer[0].at < old[0].at:
			m.list = append(m.list, newer[0])
			m.added++
			newer = newer[1:]
		default:
			r := newer[0].without(old[0])
			if !r.same(old[0]) {
				m.corrected++
			}
			m.list = append(m.list, r)
			old, newer = old[1:], newer[1:]
		}
	}
	if len(m.list) > maxRecords {
		m.list = m.list[len(m.list)-maxRecords:]
	}
	return m
}

// latestWord orders records by time and keeps the last of each moment.
func latestWord(list []record) []record {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b record) int { return cmp.Compare(a.at, b.at) })
	kept := list[:0]
	for i, r := range list {
		if i+1 == len(list) || list[i+1].at != r.at {
			kept = append(kept, r)
		}
	}
	return kept
}
