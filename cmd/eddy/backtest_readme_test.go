package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/model/modeltest"
)

// historyRow is what the README's table says of a playbook or a benchmark.
type historyRow struct {
	Playbook string
	Total    float64 `json:"total_return"`
	Whole    float64 `json:"total"` // of a benchmark
	CAGR     float64
	Vol      float64 `json:"volatility"`
	Worst    float64 `json:"max_drawdown"`
	Sharpe   float64
	Error    float64 `json:"sharpe_error"`
	Trades   int
	Turnover float64
	Cost     float64
	Refused  int

	Benchmark map[string]historyRow
}

// text is the row; what only a playbook has stands in tail.
func (r historyRow) text(name, tail string) string {
	figures := fmt.Sprintf("%+.1f %% | %+.1f %% | %.1f %% | %+.1f %% | %.2f ± %.2f",
		(r.Total+r.Whole)*100, r.CAGR*100, r.Vol*100, r.Worst*100, r.Sharpe, r.Error)
	return "| " + name + " | " + strings.ReplaceAll(figures, "-", "−") + " | " + tail + " |"
}

// traded is what only a playbook has.
func (r historyRow) traded() string {
	cost := int(math.Round(r.Cost))
	return fmt.Sprintf("%d | %.1fx | %d,%03d | %d", r.Trades, r.Turnover, cost/1000, cost%1000, r.Refused)
}

// The README's table of the rules over history is what the command comes to over
// the recorded years.
func TestReadmeShowsTheRulesOverHistory(t *testing.T) {
	data := modeltest.Shared(t, "data")
	readme, err := os.ReadFile(filepath.Join(modeltest.Root(t), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	code, out, errs := eddy(t, "", "--config", write(t, "config.toml", ""), "backtest", "--json", "--playbook", "all",
		"--data", filepath.Join(data, "daily", "cmc_2020"), "--data", filepath.Join(data, "daily", "binance_spot"),
		"--funding", filepath.Join(data, "funding", "binance_usdm"))
	if code != exitDone {
		t.Fatalf("exit %d, %q", code, errs)
	}
	table := strings.ReplaceAll(string(readme), "**", "")
	holds := func(row string) {
		if !strings.Contains(table, "\n"+row+"\n") {
			t.Errorf("the README lacks\n%s", row)
		}
	}
	for i, line := range strings.Split(strings.TrimSpace(out), "\n") {
		var r historyRow
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		holds(r.text(r.Playbook, r.traded()))
		if i > 0 {
			continue // all have the same benchmarks
		}
		for _, b := range [][2]string{
			{"BTC bought and held", "BTC held"}, {"50/50 BTC ETH bought and held", "half BTC, half ETH held"}, {"sectors in equal parts, monthly", "sectors in equal parts"},
		} {
			holds(r.Benchmark[b[0]].text(b[1], "| | |"))
		}
	}
}
