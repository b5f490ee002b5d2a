package tui

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/tuitest"

	"github.com/shopspring/decimal"
)

// onePlan is a planner that always proposes the same two legs.
type onePlan struct{ taken []model.PlanStep }

func (*onePlan) Propose(*model.Snapshot, model.PlanAsk) (*model.Plan, error) {
	lever := decimal.NewNullDecimal(decimal.NewFromInt(2))
	return &model.Plan{Legs: []model.PlanLeg{
		{N: 1, ID: "sell-eth", Action: model.ActSell, Asset: "ETH"},
		{N: 2, ID: "short-eth", Action: model.ActOpen, Asset: "ETH", Venue: model.Binance, Symbol: "ETHUSDT", Side: "short", Leverage: lever},
	}}, nil
}

func (p *onePlan) Revise(plan *model.Plan, _ *model.Snapshot, taken []model.PlanStep) *model.Plan {
	p.taken = taken
	return plan
}

func (*onePlan) Offers() []model.PlanAsk { return nil }

func TestApplyToPlan(t *testing.T) {
	for _, tt := range []struct {
		name, keys, says string
		planner          bool
		want             string // the leverage of the step; "" = none
	}{
		{"the leg the plan opens", "3jjlla", "one leg of the plan has it now", true, "3"},
		{"a leg the plan does not open", "3la", "not in the plan, which opens ETH short", true, ""},
		{"nothing asked", "3a", "move a leg's leverage first", true, ""},
		{"no plan", "3jjla", "there is no plan to apply it to: Rotation says why", false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tuitest.Futures()
			s.Planning = &model.PlanBasis{}
			app := show(t, s, 120, 40)
			planner := &onePlan{}
			if tt.planner {
				app.walk.planner = planner
			}
			for _, r := range tt.keys {
				press(app, char(r))
				app.View()
			}
			if got := plain(app); !strings.Contains(got, tt.says) {
				t.Errorf("does not say %q:\n%s", tt.says, got)
			}
			if tt.want == "" {
				if len(planner.taken) > 0 {
					t.Errorf("steps %+v", planner.taken)
				}
				return
			}
			if len(planner.taken) != 1 || planner.taken[0].Leg != "short-eth" || planner.taken[0].Kind != model.StepLeverage || planner.taken[0].Value.String() != tt.want {
				t.Errorf("steps %+v", planner.taken)
			}
		})
	}
}

func TestPlanWithoutFuturesSaysSo(t *testing.T) {
	p := &model.Plan{Legs: []model.PlanLeg{{N: 1, ID: "sell-eth", Action: model.ActSell, Asset: "ETH"}}}
	if got, want := noneOf(p), "the plan opens no future; choose another in Rotation"; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
}
