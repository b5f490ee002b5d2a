package context_test

import (
	"compress/gzip"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/modeltest"
	"eddy/strategy/context"
)

// recorded reads a recorded slow series.
func recorded(t *testing.T, file string, name model.Series) (*model.Context, map[string]float64) {
	t.Helper()
	f, err := os.Open(modeltest.Shared(t, "data", "macro", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(z)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c := &model.Context{Series: name, Source: "recorded", State: model.ContextFresh}
	byDate := make(map[string]float64)
	for _, row := range rows[1:] {
		at, err := time.Parse(time.DateOnly, row[0])
		if err != nil {
			t.Fatal(err)
		}
		v, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		c.Points = append(c.Points, model.ContextPoint{Time: model.MillisOf(at), Value: v})
		byDate[row[0]] = v
	}
	return c, byDate
}

func TestRecordedSeries(t *testing.T) {
	tvl, locked := recorded(t, "defi_tvl_usd.csv.gz", "tvl.total")
	stable, supply := recorded(t, "stablecoin_supply_usd.csv.gz", "stablecoins.total")
	fear, mood := recorded(t, "fear_greed.csv.gz", "fear_greed")
	gas, _ := recorded(t, "eth_avg_gas_gwei.csv.gz", "gas.base_fee")
	b := bookOf(tvl, stable, fear, gas)
	for _, date := range []string{"2021-01-15", "2021-05-20", "2021-11-10", "2022-05-12", "2022-11-09"} {
		at, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		before := at.AddDate(0, 0, -30).Format(time.DateOnly)
		moment := context.Moment{Market: model.MillisOf(at), Clock: model.MillisOf(at)}
		for id, want := range map[string]float64{
			"tvl.growth_30d":         locked[date]/locked[before] - 1,
			"stablecoins.growth_30d": supply[date]/supply[before] - 1,
			"fear_greed.value":       mood[date],
		} {
			if got := figure(t, b, moment, id).Value; !got.Fresh() || math.Abs(got.Or(0)-want) > 1e-12 {
				t.Errorf("%s on %s: got %v, want %v", id, date, got, want)
			}
		}
		if v := figure(t, b, moment, "gas.trend").Value; !v.Fresh() {
			t.Errorf("gas on %s: %s", date, v.Why())
		}
	}
	luna := context.Moment{Market: model.MillisOf(time.Date(2022, 5, 20, 0, 0, 0, 0, time.UTC))}
	if v := figure(t, b, luna, "tvl.acceleration").Value.Or(0); v >= 0 {
		t.Errorf("value locked while LUNA fell: acceleration %v", v)
	}
}
