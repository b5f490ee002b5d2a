package macro

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"eddy/model"
)

// cacheVersion changes when the form of the file does; files of another version
// are begun anew.
const cacheVersion = 1

// longestCache is the longest file that is read: many times what any source
// fills.
const longestCache = 64 << 20

// cacheFile is what a source remembers between two starts.
type cacheFile struct {
	Version int                              `json:"version"`
	Base    string                           `json:"base"`  // whose figures these are
	Times   map[string]int64                 `json:"asked"` // last good answer of each job, local clock
	Series  map[model.Series]json.RawMessage `json:"series"`
}

// cacheSeries is one series in the file: points as [time, value].
type cacheSeries struct {
	Unit   string       `json:"unit"`
	Note   string       `json:"note,omitempty"`
	Points [][2]float64 `json:"points"`
}

// errDamaged is the error of a file that cannot be what was written.
var errDamaged = errors.New("the cache is damaged and was set aside")

// loadCache fills a shelf from a file and returns when each job had its last
// answer. A missing file is no error. A damaged one is moved aside, so that it
// can be looked at and is never read again.
func loadCache(path, base string, into *shelf, now model.Millis) (map[string]model.Millis, error) {
	asked := make(map[string]model.Millis)
	if path == "" {
		return asked, nil
	}
	sweep(path)
	data, err := readSmall(path)
	if errors.Is(err, fs.ErrNotExist) {
		return asked, nil
	}
	if err != nil {
		return asked, fmt.Errorf("cache: %w", err)
	}
	var f cacheFile
	if err := json.Unmarshal(data, &f); err != nil {
		return asked, errors.Join(errDamaged, os.Rename(path, path+".damaged"))
	}
	if f.Version != cacheVersion || f.Base != base {
		return asked, nil // of another program or another source: it will be written over
	}
	for name, series := range f.Series {
		into.restore(name, series, now)
	}
	for job, at := range f.Times {
		if at > 0 {
			asked[job] = model.Millis(at)
		}
	}
	return asked, nil
}

// sweep removes what kills in the middle of writing have left; what is young may
// be another program's at work.
func sweep(path string) {
	left, err := filepath.Glob(path + ".*.new")
	if err != nil {
		return // a path that is no pattern has left nothing
	}
	for _, name := range left {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(name) // a file too many does no harm
		}
	}
}

// readSmall reads a file that is not absurdly long.
func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > longestCache {
		return nil, fmt.Errorf("%s is %d MB long", path, info.Size()>>20)
	}
	return os.ReadFile(path)
}

// restore lays a series of the file in. Points that cannot be are left out: a
// file may have been edited, and a clock may have been wrong.
func (s *shelf) restore(name model.Series, raw json.RawMessage, now model.Millis) {
	var c cacheSeries
	if json.Unmarshal(raw, &c) != nil {
		return
	}
	var points []model.ContextPoint
	for _, p := range c.Points {
		at := model.Millis(p[0])
		if at < earliest || at > now.Add(ahead) || math.IsNaN(p[1]) || math.IsInf(p[1], 0) {
			continue
		}
		points = append(points, model.ContextPoint{Time: at, Value: p[1]})
	}
	if len(points) > 0 {
		s.series[name] = &series{Unit: model.CleanText(c.Unit), Note: model.CleanText(c.Note), Points: thin(inOrder(points), now)}
	}
}

// saveCache writes the file whole beside the old one and then puts it in its
// place, so that a kill at any byte leaves one of the two.
func saveCache(path, base string, s *shelf, asked map[string]model.Millis) error {
	if path == "" {
		return nil
	}
	data, err := encodeCache(base, s, asked)
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	if err := replaceFile(path, data); err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	return nil
}

func encodeCache(base string, s *shelf, asked map[string]model.Millis) ([]byte, error) {
	f := cacheFile{Version: cacheVersion, Base: base, Times: make(map[string]int64), Series: make(map[model.Series]json.RawMessage)}
	for job, at := range asked {
		f.Times[job] = int64(at)
	}
	for name, held := range s.series {
		c := cacheSeries{Unit: held.Unit, Note: held.Note, Points: make([][2]float64, len(held.Points))}
		for i, p := range held.Points {
			c.Points[i] = [2]float64{float64(p.Time), p.Value}
		}
		raw, err := json.Marshal(c)
		if err != nil {
			return nil, err
		}
		f.Series[name] = raw
	}
	return json.Marshal(f)
}

// replaceFile puts data in the place of a file, or leaves the file as it was.
func replaceFile(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
