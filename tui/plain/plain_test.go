package plain_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/plain"
	"eddy/tui/tuitest"
)

func text(t *testing.T, s *model.Snapshot) string {
	t.Helper()
	var b strings.Builder
	if err := plain.Write(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whatever a snapshot lacks, the text has every part, no escape sequence and
// no broken rune in it.
func TestWriteSaysWhatThereIs(t *testing.T) {
	old := tuitest.Full()
	old.Alerts[0].Cleared = old.AsOf
	refused := tuitest.Full()
	refused.Venues[0].Refused = []model.Refusal{{Symbol: "PEPEUSDT", Asset: "PEPE", Why: "no such symbol"}}
	dust := tuitest.Full()
	dust.Portfolio.Unpriced = []model.Unpriced{{Asset: "CRV", Qty: decimal.NewFromInt(10), Why: "no venue tells a price"}}
	row := &dust.Allocation[3]
	row.Without, row.CurrentPct, row.DriftPct = "10 CRV", model.Known(17.3), model.Unknown("no venue tells a price")
	for _, tc := range []struct {
		name     string
		snapshot *model.Snapshot
		want     []string
		never    []string
	}{
		{
			"full", tuitest.Full(),
			[]string{"eddy DEMO  composite", "source: synthetic, seed 7, 600x", "evidence", "quadrant", "drift", "Hedges", "liquidation", "Alerts", "reconnects"},
			[]string{"loading", "UNKNOWN"},
		},
		{
			"starting", tuitest.Starting(),
			[]string{"loading binance history: 34 of 76", "Phase UNKNOWN: needs 158 more daily bars", "no portfolio yet", "Alerts\n  none", "connection refused"},
			[]string{"Hedges", "Positions"},
		},
		{
			"stale", tuitest.Stale(),
			[]string{"-1.10 (stale)", "none", "? NFT: 37 % of the weight is stale", "read: connection reset by peer"},
			nil,
		},
		{"no phase", tuitest.NoPhase(), []string{"Phase UNKNOWN: needs 42 more daily bars"}, []string{"Positions"}},
		{"wide", tuitest.Wide(), []string{"币安人生"}, nil},
		{"a refused contract", refused, []string{string(refused.Venues[0].Venue) + " refuses PEPEUSDT: no such symbol"}, nil},
		{"a coin without a price", dust, []string{"17.3+?", "without 10 CRV: no venue tells a price"}, []string{"? no venue tells"}},
		{"a past alert", old, []string{" past "}, nil},
		{"nothing at all", &model.Snapshot{Phase: model.PhaseView{Phase: model.PhaseUnknown}}, []string{"no data yet", "waiting for data", "no portfolio yet", "none"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := text(t, tc.snapshot)
			for _, w := range tc.want {
				if !strings.Contains(got, w) {
					t.Errorf("does not say %q:\n%s", w, got)
				}
			}
			for _, w := range tc.never {
				if strings.Contains(got, w) {
					t.Errorf("says %q:\n%s", w, got)
				}
			}
			if strings.ContainsAny(got, "\x1b\a\r") || !utf8.ValidString(got) {
				t.Errorf("not plain: %q", got)
			}
		})
	}
}

// Every alert is told, as the desk's pane can be scrolled to each.
func TestEveryAlertIsTold(t *testing.T) {
	s := tuitest.Full()
	s.Alerts = nil
	for i := range 250 {
		s.Alerts = append(s.Alerts, model.AlertRow{Text: fmt.Sprintf("alert %d of many", i)})
	}
	s.Alerts[7] = model.AlertRow{Text: "told and over", Since: s.AsOf.Add(-time.Hour), Cleared: s.AsOf, Acknowledged: true, Source: "S0-X-1", Do: "nothing any more"}
	s.Alerts[8] = model.AlertRow{Text: "stands", Since: s.AsOf, Do: "hedge", Snoozed: s.Clock.Add(time.Hour)}
	got := text(t, s)
	for _, want := range []string{
		"alert 0 of many", "alert 249 of many", "told and over, over since " + s.AsOf.Time().Format("2006-01-02 15:04") + ", seen  [S0-X-1]", "stands, snoozed", "do: hedge",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "nothing any more") {
		t.Error("what is over asks for nothing")
	}
}

func TestStopAndLiquidation(t *testing.T) {
	yes, no := true, false
	for want, stop := range map[string]*bool{"  yes  ": &yes, "  NO  ": &no, "  unknown  ": nil} {
		s := tuitest.Full()
		s.Positions = s.Positions[:1]
		s.Positions[0].StopBeforeLiquidation = stop
		if got := text(t, s); !strings.Contains(strings.Join(strings.Fields(got), "  ")+"  ", want) {
			t.Errorf("does not say %q:\n%s", want, got)
		}
	}
}

// Missing, stale, not applicable and zero read differently.
func TestNumbers(t *testing.T) {
	for _, tc := range []struct {
		name         string
		n            model.Num
		decimals     int
		num, withTag string
	}{
		{"zero", model.Known(0), 2, "0.00", "0.00"},
		{"gain", model.Known(1.256), 2, "1.26", "+1.26"},
		{"loss", model.Known(-1.256), 2, "-1.26", "-1.26"},
		{"a gain too small to show", model.Known(0.001), 2, "0.00", "0.00"},
		{"stale", model.Stale(3, "old"), 1, "3.0 (stale)", "+3.0 (stale)"},
		{"does not apply", model.NotApplicable("spot"), 1, "none", "none"},
		{"unknown", model.Unknown("needs bars"), 1, "? needs bars", "? needs bars"},
		{"never told", model.Num{}, 1, "?", "?"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := plain.Num(tc.n, tc.decimals); got != tc.num {
				t.Errorf("Num: %q, want %q", got, tc.num)
			}
			if got := plain.Signed(tc.n, tc.decimals); got != tc.withTag {
				t.Errorf("Signed: %q, want %q", got, tc.withTag)
			}
		})
	}
}

func TestAge(t *testing.T) {
	for ms, want := range map[float64]string{0: "0.0s", 940: "0.9s", 9_900: "9.9s", 41_000: "41s", 119_000: "2m", 7_200_000: "2h"} {
		if got := plain.Age(model.Known(ms)); got != want {
			t.Errorf("%.0f ms: %q, want %q", ms, got, want)
		}
	}
	if got := plain.Age(model.Unknown("no frame yet")); got != "?" {
		t.Errorf("unknown: %q", got)
	}
}

// A writer that is full says so.
func TestWriteError(t *testing.T) {
	if err := plain.Write(full{}, tuitest.Full()); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// What the views of the desk tell stands in the text too.
func TestWriteTellsWhatTheViewsTell(t *testing.T) {
	var b strings.Builder
	if err := plain.Write(&b, tuitest.Market()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Members of DeFi", "momentum +1.32 at the close, +0.79 without AAVE, members' median +1.06", "needs 12 more daily bars",
		"Futures accounts", "UNIUSDT", "Stress", "BTC −30 %, all coins by beta", "UNIUSDT AAVEUSDT", "? needs 5 more daily bars of UNI",
		"Value at risk, 212 days", "95 %", "Funding, basis points per 8 h", "+6.40", "(stale)", "15m", "longs build",
		"What would flip it", "7-day funding > 3.0 bp (now 1.9)", "LATE has led for 1 of the 3 closes it needs", "How every phase scores",
		"28 days +9.3 %, median member +6.1 %; AAVE makes 44 % of the score", "open interest $", "930000000",
		"Prices, and what each venue said how long ago", "97213.0 ", "0.710000 0.2s (stale)", "Rules", "sample $", ", at most",
		"Signals", "! AI funding 3.4 bp", "Correlation (4h, 180 returns), mean of sectors 0.51 ", "0.82",
	} {
		if want = strings.TrimSpace(want); !strings.Contains(b.String(), want) {
			t.Errorf("does not say %q:\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := plain.Write(&b, tuitest.Empty()); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"Futures accounts", "Stress", "Funding", "Correlation", "Members"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("an empty snapshot has a heading %q:\n%s", bad, b.String())
		}
	}
}
