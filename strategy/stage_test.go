package strategy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// Under every playbook the snapshot names the stage that applies, and its
// targets are that stage's in the same snapshot; the core never has one to rotate
// to unless the playbook keeps a core.
func TestStageReachesTheSnapshot(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range playbook.Names() {
		t.Run(name, func(t *testing.T) {
			p, err := playbook.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			held := &portfolio.Portfolio{Name: "mine", Cash: decimal.NewFromInt(50_000), Holdings: []portfolio.Holding{
				{Asset: "BTC", Qty: decimal.NewFromInt(100), Cost: decimal.NewFromInt(1), Core: true},
				{Asset: "ETH", Qty: decimal.NewFromInt(100), Cost: decimal.NewFromInt(1)},
			}}
			e, err := strategy.New(strategy.Config{
				Universe: u, Playbook: p, Profile: "standard", Portfolio: held, Venues: []model.Venue{model.Binance}, Mode: model.ModeLive,
			})
			if err != nil {
				t.Fatal(err)
			}
			feed(t, e, 400, 48)
			s := e.Snapshot()
			if s.Phase.Phase == model.PhaseUnknown || s.Stage.ID == "" || s.Stage.Source == "" {
				t.Fatalf("phase %s, stage %+v", s.Phase.Phase, s.Stage)
			}
			want, _ := p.ForProfile("standard").StageByID(s.Stage.ID)
			targets := map[string]float64{}
			for _, target := range want.Targets {
				targets[target.Bucket] = target.Pct
			}
			for _, r := range s.Allocation {
				got, known := r.TargetPct.Value()
				if want, named := targets[r.Bucket]; named && (!known || got != want) {
					t.Errorf("%s: target %+v, the stage says %v", r.Bucket, r.TargetPct, want)
				} else if !named && r.Bucket == playbook.Core && known {
					t.Errorf("the core has a target of %v", got)
				}
			}
			for _, o := range s.Stage.Overlays {
				if o.Source == "" || o.State == "" || !o.MarginPct.Fresh() {
					t.Errorf("%+v", o)
				}
			}
		})
	}
}

// A holding that doubled is listed with its gain (S0-RISK-1); the core and what
// is not held are not.
func TestTakeProfitListsWhatDoubled(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	price := decimal.NewFromFloat(wave(0, 1e6))
	held := &portfolio.Portfolio{Name: "mine", Cash: decimal.NewFromInt(50_000), Holdings: []portfolio.Holding{
		{Asset: "ETH", Qty: decimal.NewFromInt(1), Cost: price.Div(decimal.NewFromInt(1000)), CostKnown: true},
		{Asset: "SOL", Qty: decimal.NewFromInt(1), Cost: price.Mul(decimal.NewFromInt(1000)), CostKnown: true},
		{Asset: "ADA", Qty: decimal.NewFromInt(1), Cost: decimal.NewFromInt(1), CostKnown: true, Core: true},
		{Asset: "AVAX", Qty: decimal.NewFromInt(1)},
	}}
	e, err := strategy.New(strategy.Config{
		Universe: u, Playbook: p, Profile: "standard", Portfolio: held, Venues: []model.Venue{model.Binance}, Mode: model.ModeLive,
	})
	if err != nil {
		t.Fatal(err)
	}
	feed(t, e, 400, 48)
	var listed []string
	for _, c := range e.Snapshot().Conditions {
		if strings.HasPrefix(c.ID, "take-profit.") {
			listed = append(listed, c.Subject)
		}
	}
	if diff := cmp.Diff([]string{"ETH"}, listed); diff != "" {
		t.Error(diff)
	}
}
