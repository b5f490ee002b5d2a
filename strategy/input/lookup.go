package input

import (
	"eddy/model"
	"eddy/model/stricttoml"
)

// Len returns how many figures there are.
func (c *Catalogue) Len() int { return len(c.specs) }

// All returns every figure in the catalogue's order. The slice is shared and
// must not be changed.
func (c *Catalogue) All() []Spec { return c.specs }

// Lookup finds a figure by name.
func (c *Catalogue) Lookup(name string) (Spec, bool) {
	id, ok := c.byName[name]
	if !ok {
		return Spec{ID: None}, false
	}
	return c.specs[id], true
}

// ID returns a figure's place, None when there is no such figure: setting None
// does nothing, so a figure of a sector the universe lacks needs no asking.
func (c *Catalogue) ID(name string) ID {
	if id, ok := c.byName[name]; ok {
		return id
	}
	return None
}

// Spec returns what stands at a place.
func (c *Catalogue) Spec(id ID) (Spec, bool) {
	if id < 0 || int(id) >= len(c.specs) {
		return Spec{ID: None}, false
	}
	return c.specs[id], true
}

// Nearest returns the known name nearest to a misspelt one, "" when none is
// near.
func (c *Catalogue) Nearest(name string) string {
	names := make([]string, len(c.specs))
	for i := range c.specs {
		names[i] = c.specs[i].Name
	}
	return stricttoml.Nearest(name, names)
}

// Coin returns the place of a coin's figure, "funding_z" say.
func (c *Catalogue) Coin(a model.Asset, figure string) ID {
	return c.ID("coin." + string(a) + "." + figure)
}
