package bourse

import (
	"strings"
	"time"

	"eddy/feeds/bourse/fault"
	"eddy/feeds/bourse/synthetic"
)

// Scenario is something that can be made to happen (analytics §9.11).
type Scenario struct {
	Name string
	Text string // one line

	trouble func(speed float64) fault.Plan // what happens to the feed; nil for nothing
}

// Scenarios lists the scenarios: those of the market first, then those of the
// feed.
func Scenarios() []Scenario {
	var list []Scenario
	for _, s := range synthetic.Scripts() {
		list = append(list, Scenario{Name: s.Name, Text: s.Text})
	}
	return append(list,
		Scenario{
			Name: "feed-gap",
			Text: "after 20 s every venue falls silent for 30 minutes of market time, 15 s at least",
			trouble: func(speed float64) fault.Plan {
				gap := max(time.Duration(float64(30*time.Minute)/speed), 15*time.Second)
				return fault.Plan{{Kind: fault.Silent, At: 20 * time.Second, For: gap}}
			},
		},
		Scenario{
			Name: "bad-tick",
			Text: "after 15 s one print of ETH comes at ten times its price and must be refused",
			trouble: func(float64) fault.Plan {
				return fault.Plan{{Kind: fault.BadTick, Asset: "ETH", At: 15 * time.Second}}
			},
		})
}

func (s Scenario) faults(speed float64) fault.Plan {
	if s.trouble == nil {
		return nil
	}
	return s.trouble(speed)
}

func scenarioList() string {
	var names []string
	for _, s := range Scenarios() {
		names = append(names, s.Name)
	}
	return strings.Join(names, ", ")
}

func findScenario(name string) (Scenario, bool) {
	for _, s := range Scenarios() {
		if s.Name == name {
			return s, true
		}
	}
	return Scenario{}, false
}
