package backtest

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"eddy/strategy/playbook"
)

// Every figure a playbook has is read by a run, or the report says why not.
func TestEveryFigureIsReadOrNamedAsLeftOut(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
			text, err := os.ReadFile(e.Name())
			if err != nil {
				t.Fatal(err)
			}
			code.Write(text)
		}
	}
	gates, err := os.ReadFile("../playbook/limits.go") // Liquidity is the run's
	if err != nil {
		t.Fatal(err)
	}
	_, liquidity, _ := strings.Cut(string(gates), ") Liquidity()")
	text := code.String() + liquidity
	named := func(figure string) bool {
		for _, f := range leftOut {
			if strings.Contains(f.what, figure) {
				return true
			}
		}
		return false
	}
	for _, of := range []any{playbook.Limits{}, playbook.SectorRisk{}} {
		v := reflect.TypeOf(of)
		for i := range v.NumField() {
			f := v.Field(i)
			switch f.Type.Kind() {
			case reflect.Float64, reflect.Struct, reflect.Slice:
				if name := f.Tag.Get("toml"); !strings.Contains(text, "."+f.Name) && !named(name) && f.Name != "Leverage" {
					t.Errorf("%s is neither read nor named as left out", name)
				}
			default: // names and tiers are no figures
			}
		}
	}
}
