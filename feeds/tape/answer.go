package tape

import (
	"encoding/json"
	"fmt"
	"math"

	"eddy/feeds/rest"
	"eddy/model"
)

// How much of an answer is kept at once: what it says is told to the engine
// anyway, so of a good one enough to see its shape; see doubts for more.
const (
	goodAnswer = 16 << 10
	badAnswer  = 1 << 20
)

// keptOf returns what is kept of an answer's body.
func keptOf(a rest.Answer) []byte {
	if len(a.Body) <= goodAnswer {
		return a.Body
	}
	if a.Refused || !json.Valid(a.Body) {
		return a.Body[:min(len(a.Body), badAnswer)]
	}
	return a.Body[:goodAnswer]
}

// answer reads an answer. What a tape says of it is text from outside; its bytes
// stay as they came.
func (r *script) answer(s *Step) error {
	from, err := r.bytes()
	if err != nil {
		return err
	}
	asked, err := r.bytes()
	if err != nil {
		return err
	}
	status, err := r.number()
	if err != nil {
		return err
	}
	if s.At, err = r.time(); err != nil {
		return err
	}
	size, err := r.number()
	if err != nil {
		return err
	}
	if s.Bytes, err = r.bytes(); err != nil {
		return err
	}
	if status > math.MaxUint16 || size > math.MaxUint32 {
		return fmt.Errorf("%w: an answer of status %d and %d bytes", ErrDamaged, status, size)
	}
	s.Kind = Answered
	s.Answer = &Answer{
		From: model.CleanText(string(from)), Asked: model.CleanText(string(asked)),
		Status: int(status), Size: int(size),
	}
	return nil
}
