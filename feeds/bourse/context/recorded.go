package context

import (
	"path/filepath"
	"slices"
	"strings"

	"eddy/feeds/bourse/barfile"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// recorded is the world of a folder's macro files.
type recorded struct {
	stage *market.Stage
	files map[string][]point // by the name of the series; gas in "gas"
}

// fileOf tells which series a macro file holds by the word in its name, and
// under which key it is served.
var fileOf = []struct{ word, series, key string }{
	{"tvl", "tvl.total", "defillama"},
	{"stablecoin", "stablecoins.total", "stablecoins"},
	{"fear_greed", "fear_greed", "fear_greed"},
	{"gas", "gas", "ethereum"},
}

// FromFiles serves what the folder dir/macro tells. It returns nil when there is
// nothing to serve.
func FromFiles(address, dir string, stage *market.Stage) (*Server, error) {
	w := &recorded{stage: stage, files: make(map[string][]point)}
	files, err := filepath.Glob(filepath.Join(dir, "macro", "*.csv*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var keys []string
	for _, f := range fileOf {
		at := slices.IndexFunc(files, func(path string) bool { return strings.Contains(filepath.Base(path), f.word) })
		if at < 0 {
			continue
		}
		err := barfile.ReadDaily(files[at], func(day model.Millis, v float64) {
			w.files[f.series] = append(w.files[f.series], point{day, v})
		})
		if err != nil {
			return nil, err
		}
		keys = append(keys, f.key)
	}
	if len(keys) == 0 {
		return nil, nil
	}
	return listen(address, w, keys)
}

func (r *recorded) now() model.Millis { return r.stage.Now() }

// daily returns the days up to now.
func (r *recorded) daily(name string) []point {
	days := r.files[name]
	return days[:r.upTo(days, r.now())]
}

// upTo returns how many points are of a moment or earlier.
func (r *recorded) upTo(days []point, t model.Millis) int {
	at, _ := slices.BinarySearchFunc(days, t+1, func(p point, t model.Millis) int { return int(p.day - t) })
	return at
}

func (r *recorded) reply(string) any { return nil }

// gas returns the average price of the day, which stands in for the base fee.
func (r *recorded) gas() func(at model.Millis) (float64, bool) {
	days := r.files["gas"]
	return func(at model.Millis) (float64, bool) {
		n := r.upTo(days, at)
		if n == 0 {
			return 0, false
		}
		return days[n-1].value, true
	}
}
