package figure

import (
	"errors"

	"eddy/model"
)

// MaxSymbol is longer than any symbol of any venue, in bytes; some are Chinese.
const MaxSymbol = 64

// maxKnown bounds the memory for names that no list told of. No venue lists
// more than two thousand contracts; more different names than this are noise.
const maxKnown = 8192

// Memory is what a decoder remembers of each symbol, as far as it heard of it.
// It is not safe for concurrent use.
type Memory[C any] struct {
	known map[string]*C
	begin func(symbol string) *C
}

// NewMemory returns an empty Memory with room for so many symbols. What a
// symbol stands for by its name alone is for begin to say.
func NewMemory[C any](room int, begin func(symbol string) *C) Memory[C] {
	return Memory[C]{known: make(map[string]*C, room), begin: begin}
}

// Of returns the memory of a symbol as the venue writes it. A name that can be
// no symbol gives an error.
func (m *Memory[C]) Of(symbol []byte) (*C, error) {
	if c := m.known[string(symbol)]; c != nil {
		return c, nil
	}
	switch {
	case len(symbol) == 0:
		return nil, errors.New("no symbol")
	case len(symbol) > MaxSymbol:
		return nil, errors.New("symbol too long")
	case len(m.known) >= maxKnown:
		return nil, errors.New("too many different symbols")
	}
	c := m.begin(model.CleanText(string(symbol)))
	m.known[string(symbol)] = c
	return c, nil
}

// Known returns the memory of a symbol, nil when nothing was heard of it.
func (m *Memory[C]) Known(symbol string) *C { return m.known[symbol] }

// Each calls do for everything remembered, in no order.
func (m *Memory[C]) Each(do func(*C)) {
	for _, c := range m.known {
		do(c)
	}
}
