package tape

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"eddy/model"
)

// Print is the fingerprint of a snapshot: of its JSON as a whole and of each of
// its parts two levels deep, so that two that differ can be told where.
type Print struct {
	Sum   [sha256.Size]byte
	Parts []Part
}

// Part is the fingerprint of one place in a snapshot: a field, a field of a
// field, an element of a list.
type Part struct {
	Name string // "seq", "phase.score", "alerts[0]"
	Sum  uint64
}

// PrintOf returns the fingerprint of a snapshot.
func PrintOf(s *model.Snapshot) (Print, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return Print{}, fmt.Errorf("fingerprint of a snapshot: %w", err)
	}
	p := Print{Sum: sha256.Sum256(text)}
	err = eachPart("", text, func(name string, value json.RawMessage) error {
		if value[0] != '{' && value[0] != '[' {
			p.add(name, value)
			return nil
		}
		return eachPart(name, value, func(name string, value json.RawMessage) error {
			p.add(name, value)
			return nil
		})
	})
	if err != nil {
		return Print{}, fmt.Errorf("fingerprint of a snapshot: %w", err)
	}
	return p, nil
}

func (p *Print) add(name string, value []byte) {
	sum := sha256.Sum256(value)
	p.Parts = append(p.Parts, Part{name, binary.LittleEndian.Uint64(sum[:])})
}

// eachPart goes through the fields of an object, or the elements of a list, in
// their order.
func eachPart(path string, text []byte, do func(name string, value json.RawMessage) error) error {
	in := json.NewDecoder(bytes.NewReader(text))
	if _, err := in.Token(); err != nil {
		return err
	}
	for i := 0; in.More(); i++ {
		name := path + "[" + strconv.Itoa(i) + "]"
		if text[0] == '{' {
			field, err := in.Token()
			if err != nil {
				return err
			}
			name = strings.TrimPrefix(path+"."+fmt.Sprint(field), ".")
		}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return err
		}
		if err := do(name, value); err != nil {
			return err
		}
	}
	return nil
}

// Same tells whether two snapshots were the same.
func (p Print) Same(q Print) bool { return p.Sum == q.Sum }

// Differs names the places in which two snapshots differ, in the order of the
// first, then those only the second has.
func (p Print) Differs(q Print) (names []string) {
	theirs := make(map[string]uint64, len(q.Parts))
	for _, part := range q.Parts {
		theirs[part.Name] = part.Sum
	}
	for _, part := range p.Parts {
		if sum, has := theirs[part.Name]; !has || sum != part.Sum {
			names = append(names, part.Name)
		}
		delete(theirs, part.Name)
	}
	for _, part := range q.Parts {
		if _, only := theirs[part.Name]; only {
			names = append(names, part.Name)
		}
	}
	return names
}

func (p Print) append(b []byte) []byte {
	b = append(b, p.Sum[:]...)
	b = binary.AppendUvarint(b, uint64(len(p.Parts)))
	for _, part := range p.Parts {
		b = binary.AppendUvarint(b, uint64(len(part.Name)))
		b = append(b, part.Name...)
		b = binary.LittleEndian.AppendUint64(b, part.Sum)
	}
	return b
}

// mostParts is more places than a snapshot will ever have.
const mostParts = 1 << 16

// readPrint reads a fingerprint and returns what follows it.
func readPrint(b []byte) (p Print, rest []byte, err error) {
	if len(b) < len(p.Sum) {
		return p, nil, errShort
	}
	b = b[copy(p.Sum[:], b):]
	count, size := binary.Uvarint(b)
	if size <= 0 || count > mostParts {
		return p, nil, errShort
	}
	b = b[size:]
	for range count {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) || uint64(len(b)-size)-n < 8 {
			return p, nil, errShort
		}
		b = b[size:]
		p.Parts = append(p.Parts, Part{model.CleanText(string(b[:n])), binary.LittleEndian.Uint64(b[n:])})
		b = b[n+8:]
	}
	return p, b, nil
}
