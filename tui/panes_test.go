package tui

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/tuitest"
)

// view draws one pane by itself, framed, as plain text.
func view(t *testing.T, p layout.Pane, s *model.Snapshot, w, h int, with func(*pane.Input)) string {
	t.Helper()
	in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true}
	if with != nil {
		with(&in)
	}
	lines := pane.View(newBoards()[p].draw, in, w, h)
	tuitest.CheckShape(t, lines, w, h)
	return tuitest.Plain(lines)
}

// TestPanes asks each pane for what it must say in a situation, and for what it
// must not.
func TestPanes(t *testing.T) {
	ascii := func(in *pane.Input) { in.Theme = tuitest.ASCII(t) }
	edit := func(change func(*model.Snapshot)) *model.Snapshot {
		s := tuitest.Full()
		change(s)
		return s
	}
	tests := []struct {
		name string
		pane layout.Pane
		snap *model.Snapshot
		w, h int
		with func(*pane.Input)
		says []string
		not  []string
	}{
		{"rotation names every sector and quadrant", layout.Rotation, tuitest.Full(), 44, 20, nil,
			[]string{"1d · tail 8", "Infra", "DeFi", "NFT", "AI", "leading", "weakening", "lagging", "improving", "●", "○", "102.5"}, []string{"Oracle"}},
		{"rotation has room for sub-sectors", layout.Rotation, tuitest.Full(), 90, 40, nil, []string{"L1", "L2", "Storage", "Oracle", "momentum", "ratio"}, nil},
		{"rotation on another timeframe", layout.Rotation, tuitest.Full(), 60, 20, func(in *pane.Input) { in.Timeframe, in.Tail = model.Hour4, 3 }, []string{"4h · tail 3"}, nil},
		{"rotation on a timeframe there is none of", layout.Rotation, edit(func(s *model.Snapshot) { s.Timeframe = model.Week1 }), 60, 20, nil, []string{"no rotation on 1w bars"}, nil},
		{"rotation in ASCII", layout.Rotation, tuitest.Full(), 44, 20, ascii, []string{"@", "O", "Infra"}, []string{"●"}},
		{"rotation warming up", layout.Rotation, edit(func(s *model.Snapshot) {
			for i := range s.Sectors {
				why := model.Unknown("needs 42 more daily bars")
				s.Sectors[i].Rotations = []model.RotationView{{Timeframe: model.Day1, Ratio: why, RatioMomentum: why}}
			}
		}), 60, 20, nil, []string{"rotation needs 42 more daily bars"}, nil},
		{"rotation without one sector", layout.Rotation, edit(func(s *model.Snapshot) {
			s.Sectors[5].Rotations = []model.RotationView{{Timeframe: model.Day1, Ratio: model.Unknown("needs 3 more daily bars")}}
		}), 60, 20, nil, []string{"DeFi needs 3 more daily bars", "NFT"}, nil},

		{"sectors with all figures", layout.Sectors, tuitest.Full(), 140, 12, nil,
			[]string{"Infrastructure", "· Storage", "+8.4", "+1.32", "101.9", "leading", "coverage 98 %, stale 0 %", "breadth"}, nil},
		{"sectors say what is missing", layout.Sectors, tuitest.Stale(), 46, 12, nil, []string{"NFT: 37 % of the weight is stale", "41~", "n/a", "?"}, nil},
		{"sectors degraded", layout.Sectors, edit(func(s *model.Snapshot) { s.Sectors[6].Degraded = true }), 46, 12, nil, []string{"NFT      !", "fewer than five"}, nil},
		{"sectors scrolled", layout.Sectors, tuitest.Full(), 46, 6, func(in *pane.Input) { in.Scroll = 99 }, []string{"6-8 of 8", "AI"}, []string{"Infra"}},

		{"phase with evidence, flips and scores", layout.Phase, tuitest.Full(), 90, 22, nil,
			[]string{"Why EXPANSION", "+ EMA50 over EMA200", "+4.1 %", "> 0 %", "25 %", "S0-PHASE-2", "− 7-day funding", "→ LATE", "0.8 sd", "BEAR  0.11", "open bar 0.59"}, nil},
		{"phase in words where evidence is missing", layout.Phase, tuitest.Stale(), 70, 22, nil, []string{"? 7-day funding  funding of 2 of 4 venues is stale", "evidence 83 % known"}, nil},
		{"no phase", layout.Phase, tuitest.NoPhase(), 60, 10, nil, []string{"Why UNKNOWN", "the phase needs 42 more daily bars"}, nil},

		{"allocation", layout.Allocation, tuitest.Full(), 50, 12, nil, []string{"sample $100,240", "DeFi", "19.6", "15.0", "+4.6", "▒", "┃", "futures 12.0 %, at most 40 %"}, nil},
		{"allocation without a portfolio shows targets", layout.Allocation, edit(func(s *model.Snapshot) {
			for i := range s.Allocation {
				s.Allocation[i].CurrentPct, s.Allocation[i].DriftPct = model.Unknown("no portfolio"), model.Unknown("no portfolio")
			}
			s.Portfolio = model.PortfolioView{Why: "no portfolio yet: eddy portfolio import FILE"}
		}), 60, 12, nil, []string{"?", "50.0", "no portfolio yet"}, nil},
		{"no allocation", layout.Allocation, tuitest.NoPhase(), 60, 12, nil, []string{"no target yet: the phase needs 42 more daily bars"}, nil},

		{"hedges", layout.Hedges, tuitest.Full(), 70, 12, nil, []string{"L1 / ETH", "13.8", "15", "19", "0.71 ±0.06", "in band 10-20", "outside 25-35, open 600", "beta needs 11 more daily bars"}, nil},
		{"no hedge in this phase", layout.Hedges, edit(func(s *model.Snapshot) { s.Hedges = nil }), 56, 12, nil, []string{"asks for no hedge in EXPANSION"}, nil},

		{"liquidation, nearest first", layout.Liquidation, tuitest.Full(), 70, 10, nil,
			[]string{"AAVE long 3.0x    9.8 %", "bybit cross", "liq 91.48", "2.1 ATR", "✗ stop 90.20 too late", "✓ stop 2,750.0", "no liquidation price", "1x long: no price liquidates it", "net beta 0.94"}, nil},
		{"liquidation without a stop", layout.Liquidation, edit(func(s *model.Snapshot) { s.Positions[0].Stop = model.Num{} }), 60, 10, nil, []string{"no stop"}, nil},
		{"liquidation not known", layout.Liquidation, edit(func(s *model.Snapshot) {
			s.Positions[1].LiquidationPrice, s.Positions[1].DistancePct = model.Unknown("no tiers for AAVEUSDT"), model.Unknown("no tiers for AAVEUSDT")
		}), 60, 10, nil, []string{"no tiers for AAVEUSDT"}, nil},
		{"no positions", layout.Liquidation, edit(func(s *model.Snapshot) { s.Positions = nil }), 60, 10, nil, []string{"holds no futures"}, nil},

		{"alerts", layout.Alerts, tuitest.Full(), 80, 8, nil, []string{"2 open", "13:58  · DeFi entered leading", "‼ AAVE", "✓ okx silent 21 s, over since 11:46", "03 Mar  ! AI funding", "S2-DER-2"}, nil},
		{"no alerts", layout.Alerts, tuitest.NoPhase(), 80, 8, nil, []string{"nothing has fired"}, nil},

		{"feeds", layout.Feeds, tuitest.Full(), 80, 10, nil, []string{"3 of 4 live", "binance", "2,211/s", "0 err", "1 relinks", "+12 ms", "for 3h: no ticker for 9 s"}, nil},
		{"feeds with streams where they fit", layout.Feeds, tuitest.Full(), 80, 24, nil, []string{"mark         38 topics", "bars"}, nil},
		{"feeds loading", layout.Feeds, tuitest.Starting(), 80, 10, nil, []string{"binance history", "34/76", "HTTP 429, waiting 12 s", "connecting", "for 14s: dial tcp 127.0.0.1:9443: connection refused"}, nil},
		{"no feeds", layout.Feeds, tuitest.Empty(), 80, 10, nil, []string{"waiting for the first venue"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := view(t, tt.pane, tt.snap, tt.w, tt.h, tt.with)
			for _, want := range tt.says {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
			for _, bad := range tt.not {
				if strings.Contains(got, bad) {
					t.Errorf("says %q:\n%s", bad, got)
				}
			}
		})
	}
}

// Rows of danger: the nearest comes first, a leg without a liquidation price
// last.
func TestLiquidationOrder(t *testing.T) {
	got := view(t, layout.Liquidation, tuitest.Full(), 60, 10, nil)
	aave, eth, btc := strings.Index(got, "AAVE"), strings.Index(got, "ETH"), strings.Index(got, "BTC")
	if !(aave < eth && eth < btc) {
		t.Errorf("order AAVE %d, ETH %d, BTC %d:\n%s", aave, eth, btc, got)
	}
}

// No pane says nothing, whatever it is given, and none shows a number that is
// not one.
func TestNoPaneIsMute(t *testing.T) {
	for _, f := range tuitest.All() {
		for p := layout.Rotation; p <= layout.Feeds; p++ {
			t.Run(fmt.Sprintf("%s of %s", p, f.Name), func(t *testing.T) {
				got := view(t, p, f.Snap, 60, 14, nil)
				body := strings.Map(func(r rune) rune {
					if strings.ContainsRune("│╭╮╰╯─ \n", r) {
						return -1
					}
					return r
				}, got[strings.Index(got, "\n"):])
				if len(body) < 8 {
					t.Errorf("says only %q:\n%s", body, got)
				}
				for _, bad := range []string{"NaN", "Inf ", "%!"} {
					if strings.Contains(got, bad) {
						t.Errorf("shows %q:\n%s", bad, got)
					}
				}
			})
		}
	}
}

// Every pane keeps its exact shape down to nothing, framed or not.
func TestPaneShapes(t *testing.T) {
	for _, f := range tuitest.All() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			in := pane.Input{Snap: f.Snap, Theme: tuitest.Theme(t)}
			for p := layout.Rotation; p <= layout.Feeds; p++ {
				for w := 0; w <= 90; w += 6 {
					for h := 0; h <= 26; h += 5 {
						for _, framed := range []bool{true, false} {
							in.Framed, in.Scroll = framed, h
							tuitest.CheckShape(t, pane.View(newBoards()[p].draw, in, w, h), w, h)
						}
					}
				}
			}
		})
	}
}

// Panes only look: drawing changes nothing in the snapshot.
func TestPanesLeaveTheSnapshotAlone(t *testing.T) {
	s := tuitest.Full()
	show(t, s, 200, 60).View()
	if !reflect.DeepEqual(s, tuitest.Full()) {
		t.Error("drawing changed the snapshot")
	}
}
