package backtest

import (
	"slices"
	"testing"
	"time"

	"eddy/model"
)

func flatCandle(price float64) Candle { return Candle{price, price, price, price, 1e6} }

// sewn sews a coin beside a market that trades every day but those listed.
func sewn(coin []Candle, shut ...int) (*Tape, []Seam) {
	market := make([]Candle, len(coin))
	for i := range market {
		if !slices.Contains(shut, i) {
			market[i] = flatCandle(100)
		}
	}
	t := &Tape{Step: model.Day1, First: model.MillisOf(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)),
		Series: []Series{{Asset: "BTC", Candles: market}, {Asset: "X", Candles: coin}}}
	return t.sew(0)
}

func repeat(c Candle, n int) []Candle { return slices.Repeat([]Candle{c}, n) }

func TestSeams(t *testing.T) {
	crash := []Candle{flatCandle(80), {80, 80, 0.1, 0.2, 1e9}, {0.2, 0.2, 0.0001, 0.0002, 1e9}}
	tests := []struct {
		name     string
		coin     []Candle
		shut     []int
		steps    []int // of the seams
		spliced  bool
		withheld []int
	}{
		{"nothing happens", repeat(flatCandle(5), 9), nil, nil, false, nil},
		{"two silent days are no end", slices.Concat(repeat(flatCandle(5), 3), repeat(Candle{}, 2), repeat(flatCandle(5), 3)), nil, nil, false, nil},
		{"silent for good", slices.Concat(repeat(flatCandle(5), 3), repeat(Candle{}, 6)), nil, []int{5}, false, nil},
		{"a hole in the whole recording is no end", slices.Concat(repeat(flatCandle(5), 3), repeat(Candle{}, 4), repeat(flatCandle(5), 2)), []int{3, 4, 5, 6}, nil, false, nil},
		{"renamed: 1 for 24,000", slices.Concat(repeat(flatCandle(1500), 3), repeat(flatCandle(0.06), 6)), nil, []int{3}, true, []int{3, 4, 5, 6}},
		{"a crash trades its way down", crash, nil, nil, false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tape, seams := sewn(tt.coin, tt.shut...)
			var steps, withheld []int
			for _, s := range seams {
				steps = append(steps, s.Step)
				if s.Spliced != tt.spliced {
					t.Errorf("spliced is %v", s.Spliced)
				}
			}
			for i, c := range tt.coin {
				if c.Traded() && !tape.Series[1].at(i).Traded() {
					withheld = append(withheld, i)
				}
			}
			if !slices.Equal(steps, tt.steps) || !slices.Equal(withheld, tt.withheld) {
				t.Errorf("seams at %v withhold %v, want %v and %v", steps, withheld, tt.steps, tt.withheld)
			}
		})
	}
}

// What is said of a step must not change when later steps come.
func TestSeamsAreCausal(t *testing.T) {
	coin := slices.Concat(repeat(flatCandle(1500), 4), repeat(flatCandle(0.06), 5), repeat(Candle{}, 5), repeat(flatCandle(9), 8))
	whole, all := sewn(coin)
	for n := 1; n <= len(coin); n++ {
		part, seams := sewn(coin[:n])
		for i, s := range seams {
			if s != all[i] {
				t.Fatalf("with %d steps seam %d is %+v, with all %+v", n, i, s, all[i])
			}
		}
		for i := range n {
			if part.Series[1].at(i) != whole.Series[1].at(i) {
				t.Fatalf("with %d steps, step %d differs", n, i)
			}
		}
	}
}

func TestTapesThatCannotBe(t *testing.T) {
	day := model.MillisOf(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))
	tests := []struct {
		name string
		tape Tape
	}{
		{"no bars", Tape{Step: model.Day1, First: day}},
		{"bars of a minute", Tape{Step: model.Minute1, First: day, Series: []Series{{Asset: "BTC", Candles: repeat(flatCandle(1), 3)}}}},
		{"off the grid", Tape{Step: model.Day1, First: day + 1, Series: []Series{{Asset: "BTC", Candles: repeat(flatCandle(1), 3)}}}},
		{"a coin twice", Tape{Step: model.Day1, First: day, Series: []Series{{Asset: "BTC", Candles: repeat(flatCandle(1), 3)}, {Asset: "BTC"}}}},
		{"high under low", Tape{Step: model.Day1, First: day, Series: []Series{{Asset: "BTC", Candles: []Candle{{5, 4, 6, 5, 1}}}}}},
		{"a zero low", Tape{Step: model.Day1, First: day, Series: []Series{{Asset: "BTC", Candles: []Candle{{5, 6, 0, 5, 1}}}}}},
		{"settlements go back", Tape{Step: model.Day1, First: day, Series: []Series{{Asset: "BTC", Candles: repeat(flatCandle(1), 3), Funding: []model.FundingPoint{{Time: day + 9}, {Time: day + 8}}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.tape.Check(); err == nil {
				t.Error("it was taken")
			}
		})
	}
}
