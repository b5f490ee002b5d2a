package playbook

import (
	"sync"

	"eddy/model/stricttoml"
)

// Contradiction is a place where the articles contradict themselves or one
// another, and what is done about it.
type Contradiction struct {
	ID         string `toml:"id"` // C-n of the ledger
	Rows       string `toml:"rows"`
	Problem    string `toml:"problem"`
	Resolution string `toml:"resolution"`
}

var contradictions = sync.OnceValues(func() ([]Contradiction, error) {
	data, err := shipped.ReadFile("contradictions.toml")
	if err != nil {
		return nil, err
	}
	var file struct {
		List []Contradiction `toml:"contradiction"`
	}
	err = stricttoml.Decode(data, &file)
	return file.List, err
})

// Contradictions lists all of the ledger's, in its order. The slice is shared
// and must not be changed.
func Contradictions() ([]Contradiction, error) { return contradictions() }

// ContradictionByID returns one by its id.
func ContradictionByID(id string) (Contradiction, bool) {
	list, err := contradictions()
	if err != nil {
		return Contradiction{}, false // embedded: a test reads it
	}
	for _, c := range list {
		if c.ID == id {
			return c, true
		}
	}
	return Contradiction{}, false
}

func contradictionIDs() []string {
	list, err := contradictions()
	if err != nil {
		return nil // embedded: a test reads it
	}
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return ids
}
