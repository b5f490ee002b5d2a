package barfile

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"eddy/model"
)

// LoadDir reads a folder. A file with a header and no bars is of a coin that has
// not traded yet and is passed over. Market time begins at from or, when that is 0, at
// the first bar plus 240 days or half of what there is, whichever is less.
// Errors are of type *Error.
func LoadDir(dir string, from model.Millis) (*Source, error) {
	found, err := list(dir)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, &Error{File: dir, Reason: "no bars here: want files like BTC.csv or BTC.csv.gz"}
	}
	files := make([]*coinFile, len(found))
	err = eachInOrder(len(found), func(i int) (err error) {
		files[i], err = readBars(found[i].path, found[i].asset)
		return err
	})
	if err != nil {
		return nil, err
	}
	first := files[0].path
	files = slices.DeleteFunc(files, func(f *coinFile) bool { return len(f.rows) == 0 }) // it has not traded yet
	if len(files) == 0 {
		return nil, &Error{File: first, Line: 2, Reason: "no bars under the header"}
	}
	s, err := build(dir, files, from)
	if err != nil {
		return nil, err
	}
	return s, s.addSides(dir)
}

// eachInOrder does n pieces of work side by side and returns the error of the
// first piece that has one, whichever was done first.
func eachInOrder(n int, work func(i int) error) error {
	errs := make([]error, n)
	var crew errgroup.Group
	crew.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		crew.Go(func() error {
			errs[i] = work(i)
			return nil
		})
	}
	_ = crew.Wait() // the work's errors are in errs
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// found is a file of one coin.
type found struct {
	path  string
	asset model.Asset
}

// list returns the files of a folder, by coin.
func list(dir string) ([]found, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, &Error{File: dir, Reason: reasonOf(err)}
	}
	var out []found
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".gz")
		symbol, isCSV := strings.CutSuffix(name, ".csv")
		if e.IsDir() || !isCSV || strings.HasPrefix(name, ".") {
			continue
		}
		path := filepath.Join(dir, e.Name())
		asset := model.Asset(strings.ToUpper(symbol))
		if !validSymbol(string(asset)) {
			return nil, &Error{File: path, Reason: "the name is no coin's: want files like BTC.csv"}
		}
		out = append(out, found{path, asset})
	}
	slices.SortStableFunc(out, func(a, b found) int { return strings.Compare(string(a.asset), string(b.asset)) })
	for i := 1; i < len(out); i++ {
		if out[i].asset == out[i-1].asset {
			return nil, &Error{File: out[i].path, Reason: "two files for " + string(out[i].asset)}
		}
	}
	return out, nil
}

// validSymbol tells whether a name can be a coin's ticker.
func validSymbol(s string) bool {
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return len(s) > 0 && len(s) <= 20
}

// addSides reads funding and open interest, as far as there are any.
func (s *Source) addSides(dir string) error {
	return eachInOrder(len(s.series), func(i int) (err error) {
		ser := s.series[i]
		if path := side(dir, "funding", ser.Asset); path != "" {
			if ser.Settlements, err = readFunding(path); err != nil {
				return err
			}
		}
		if path := side(dir, "open_interest", ser.Asset); path != "" {
			ser.Holdings, err = readInterest(path)
		}
		return err
	})
}

// side returns the path of a coin's file in a sub-folder, "" without one.
func side(dir, folder string, asset model.Asset) string {
	for _, ending := range [...]string{".csv", ".csv.gz"} {
		path := filepath.Join(dir, folder, string(asset)+ending)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}
