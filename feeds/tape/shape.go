package tape

import (
	"bytes"
	"encoding/gob"
)

// learn takes the shape that stands before the first parcel of a block.
func (r *parcelReader) learn() {
	shape := shapeIn(r.in.rest)
	if r.known = true; r.gob != nil && bytes.Equal(shape, r.shape) {
		r.in.rest = r.in.rest[len(shape):]
		return
	}
	r.gob, r.shape = gob.NewDecoder(&r.in), bytes.Clone(shape)
}

// shapeIn returns the words at the beginning that tell a shape: messages of gob
// with a negative number, each after its length.
func shapeIn(b []byte) []byte {
	for at := 0; ; {
		length, size := gobNumber(b[at:])
		if size == 0 || length > uint64(len(b)-at-size) {
			return b[:at]
		}
		// Numbers with a sign have it in their last bit.
		if id, _ := gobNumber(b[at+size : at+size+int(length)]); id&1 == 0 {
			return b[:at]
		}
		at += size + int(length)
	}
}

// gobNumber reads a number as gob writes it: one up to 127 in a byte, others as
// how many bytes follow, negated, and those. Size is 0 where there is none.
func gobNumber(b []byte) (n uint64, size int) {
	if len(b) == 0 {
		return 0, 0
	}
	if b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	size = 1 - int(int8(b[0]))
	if size > 9 || size > len(b) {
		return 0, 0
	}
	for _, c := range b[1:size] {
		n = n<<8 | uint64(c)
	}
	return n, size
}
