package input

import "eddy/model"

// Frame holds the values of a catalogue's figures at one moment. Absent, known,
// stale, unknown and not applicable stay what they are. It allocates nothing
// once made. It is not safe for concurrent use.
type Frame struct {
	catalogue *Catalogue
	values    []model.Num
}

// NewFrame returns a frame in which every figure is absent.
func (c *Catalogue) NewFrame() *Frame {
	return &Frame{catalogue: c, values: make([]model.Num, len(c.specs))}
}

// Catalogue returns what the frame's places mean.
func (f *Frame) Catalogue() *Catalogue { return f.catalogue }

// Set gives a figure a value. None is ignored.
func (f *Frame) Set(id ID, v model.Num) {
	if id >= 0 && int(id) < len(f.values) {
		f.values[id] = v
	}
}

// SetFlag gives a flag a value.
func (f *Frame) SetFlag(id ID, on bool) {
	v := 0.0
	if on {
		v = 1
	}
	f.Set(id, model.Known(v))
}

// Get returns a figure's value, absent for None.
func (f *Frame) Get(id ID) model.Num {
	if id < 0 || int(id) >= len(f.values) {
		return model.Num{}
	}
	return f.values[id]
}

// Clear makes every figure absent.
func (f *Frame) Clear() { clear(f.values) }

// Focus makes coin.self mean a coin and tells whether the catalogue has it.
// Without it, coin.self is absent.
func (f *Frame) Focus(a model.Asset) bool {
	c := f.catalogue
	from, ok := c.coins[a]
	self := f.values[c.subject : int(c.subject)+c.perCoin]
	if !ok {
		clear(self)
		return false
	}
	copy(self, f.values[from:int(from)+c.perCoin])
	return true
}
