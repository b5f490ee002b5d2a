package config

import (
	"fmt"
	"reflect"
)

// SetLook writes one of the desk's looks into the configuration at a path: its
// key under [desk], and a text or a switch. Everything else in the file stays as
// it is, comments too. Where there is no file it makes none, so that the next
// start still asks how to begin; the error is fs.ErrNotExist then.
func SetLook(path, key string, value any) error {
	return rewrite(path, func(text string) (string, error) {
		now, err := Parse([]byte(text))
		if err != nil {
			return "", err
		}
		want := now
		if !want.Desk.setLook(key, value) {
			return "", fmt.Errorf("desk.%s: %v is no look", key, value)
		}
		if reflect.DeepEqual(now, want) {
			return text, nil
		}
		text = setIn(text, "desk", key, fmt.Sprintf("%#v", value))
		if then, err := Parse([]byte(text)); err != nil || !reflect.DeepEqual(then, want) {
			return "", errByHand
		}
		return text, nil
	})
}

// setLook changes a look and tells whether there is one of that key that takes
// such a value.
func (d *Desk) setLook(key string, value any) bool {
	switch to := d.looks()[key].(type) {
	case *string:
		text, isText := value.(string)
		if isText {
			*to = text
		}
		return isText
	case *bool:
		on, isSwitch := value.(bool)
		if isSwitch {
			*to = on
		}
		return isSwitch
	default:
		return false
	}
}

// looks maps the keys that are changed in the desk to where they are kept.
func (d *Desk) looks() map[string]any {
	return map[string]any{"theme": &d.Theme, "swap_up": &d.SwapUp, "still": &d.Still, "blocks": &d.Blocks, "ascii": &d.ASCII}
}
