package figure

import (
	"bytes"
	"encoding/json"
	"errors"
)

// List returns the rows of a venue's list, to be read one by one: a strange one
// must not cost the others. One alone may stand there as an object.
func List(data json.RawMessage) (rows []json.RawMessage, err error) {
	if data = bytes.TrimSpace(data); len(data) > 0 && data[0] == '{' {
		return []json.RawMessage{data}, nil
	}
	if len(data) == 0 {
		return nil, errors.New("no data")
	}
	err = json.Unmarshal(data, &rows)
	return rows, err
}
