package config

import (
	"fmt"

	"eddy/model"
)

// Desk says what the screen looks like and how the hands work it.
type Desk struct {
	Theme     string         `toml:"theme"`   // a palette's name or file
	SwapUp    bool           `toml:"swap_up"` // rises in the colour of falls, as in East Asia
	Still     bool           `toml:"still"`   // nothing flashes
	Blocks    bool           `toml:"blocks"`  // dots as block characters, for fonts without braille
	ASCII     bool           `toml:"ascii"`   // no line drawing, no braille
	Mouse     bool           `toml:"mouse"`   // take the mouse at the start
	KeyByName map[string]any `toml:"keys"`    // keys of the reader's own, by command
}

// Keys lists the reader's own keys by command; a single key may stand without
// its list.
func (d Desk) Keys() (map[string][]string, error) {
	own := make(map[string][]string, len(d.KeyByName))
	for name, value := range d.KeyByName {
		keys, err := keyList(value)
		if err != nil {
			return nil, fmt.Errorf("desk.keys.%s: %w", model.CleanText(name), err)
		}
		own[name] = keys
	}
	return own, nil
}

func keyList(value any) ([]string, error) {
	switch v := value.(type) {
	case string:
		return []string{v}, nil
	case []any:
		keys := make([]string, 0, len(v))
		for _, k := range v {
			s, isText := k.(string)
			if !isText {
				return nil, fmt.Errorf("%v is no key: write a list of texts such as [\"z\", \"f5\"]", k)
			}
			keys = append(keys, s)
		}
		return keys, nil
	default:
		return nil, fmt.Errorf("%v is no key: write a list of texts such as [\"z\", \"f5\"]", value)
	}
}
