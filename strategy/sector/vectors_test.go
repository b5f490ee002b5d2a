package sector_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/modeltest"
	"eddy/strategy/sector"
)

// monday is the end of the first bar in these tests, a Monday at midnight.
var monday = model.MillisOf(time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC))

type vectorCase struct {
	ID        string
	Indicator string
	Input     struct {
		Rebalance     string
		Base          float64
		Prices        map[string][]*float64
		StaleLimit    int            `json:"stale_limit_bars"`
		DelistedAfter map[string]int `json:"delisted_after"`
		Raw           []float64
		Cap           float64
		Vol           []float64
		Turnover      []float64
	}
	Expected struct {
		Level   []float64
		Weights []float64
	}
	Tolerance float64
}

func TestReferenceVectors(t *testing.T) {
	data, err := os.ReadFile(modeltest.Shared(t, "reference", "vectors", "sector_index.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []vectorCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			switch c.Indicator {
			case "index_chain":
				checkChain(t, c)
			case "cap_weights":
				w := slices.Clone(c.Input.Raw)
				sector.CapWeights(w, c.Input.Cap)
				checkWeights(t, w, c)
			case "inverse_vol_weights":
				checkWeights(t, schemeWeights(t, sector.InverseVol, c.Input.Vol), c)
			case "liquidity_weights":
				checkWeights(t, schemeWeights(t, sector.SqrtLiquidity, c.Input.Turnover), c)
			default:
				t.Fatalf("indicator %q is neither offered nor named as not offered", c.Indicator)
			}
		})
	}
}

func schemeWeights(t *testing.T, s sector.Scheme, figures []float64) []float64 {
	w := make([]float64, len(figures))
	for i, f := range figures {
		raw, ok := s.Raw(f)
		if !ok {
			t.Fatalf("figure %v was refused", f)
		}
		w[i] = raw
	}
	sector.Normalise(w)
	return w
}

func checkWeights(t *testing.T, got []float64, c vectorCase) {
	t.Helper()
	for i, want := range c.Expected.Weights {
		if math.Abs(got[i]-want) > c.Tolerance {
			t.Errorf("weights: got %v, want %v", got, c.Expected.Weights)
			return
		}
	}
}

func checkChain(t *testing.T, c vectorCase) {
	names := make([]string, 0, len(c.Input.Prices))
	for name := range c.Input.Prices {
		names = append(names, name)
	}
	slices.Sort(names)
	group := sector.Group{Share: 1}
	for _, name := range names {
		group.Members = append(group.Members, model.Asset(name))
	}
	p := sector.SubSectorParams(model.Day1)
	p.Base = c.Input.Base
	p.Review = map[string]sector.Review{"every_bar": sector.EveryBar, "none": sector.Never}[c.Input.Rebalance]
	if c.Input.StaleLimit > 0 {
		p.StaleBars = c.Input.StaleLimit
	}
	x, err := sector.New(p, []sector.Group{group})
	if err != nil {
		t.Fatal(err)
	}
	for bar, want := range c.Expected.Level {
		closes := make([]sector.Close, len(names))
		for i, name := range names {
			if price := c.Input.Prices[name][bar]; price != nil {
				closes[i] = sector.Close{Price: *price, OK: true}
			}
		}
		if err := x.Push(monday.Add(time.Duration(bar)*24*time.Hour), closes); err != nil {
			t.Fatal(err)
		}
		got, ok := x.Level()
		if !ok || math.Abs(got-want) > c.Tolerance {
			t.Fatalf("bar %d: got %v, %v, want %v", bar, got, ok, want)
		}
		for i, name := range names {
			if last, there := c.Input.DelistedAfter[name]; there && last == bar {
				x.Delist(i)
			}
		}
	}
}
