package playbook

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"eddy/model/stricttoml"
)

// limits checks the figures that bound every plan. Where a playbook neither has
// nor inherits one it would be unbounded, so each must stand somewhere.
func (k *checker) limits() {
	v := reflect.ValueOf(k.p.Limits)
	if v.IsZero() {
		k.find("", "there are no [limits]: say extends = \"rules\" to have the shipped ones")
		return
	}
	for i := range v.NumField() {
		path := "limits." + v.Type().Field(i).Tag.Get("toml")
		if path == "limits.risk_aversion" && k.p.Limits.RiskAversion.Value == 0 {
			continue // without it costs alone make a rotation smaller
		}
		if f, ok := v.Field(i).Interface().(Figure); ok && !(f.Value > 0 && f.Value-f.Value == 0) {
			k.find(path, "%s is %v: it must be a number above 0 (extends = \"rules\" has them all)", path, f.Value)
		}
	}
	l := &k.p.Limits
	house := houseLimits()
	if most := house.LeverageMax.Value; l.LeverageMax.Value > most {
		k.find("limits.leverage_max.value", "leverage_max %v is over what is ever offered: %v (C-25)", l.LeverageMax.Value, most)
	}
	if most := house.MarginPct; l.MarginPct.Value > most.Value {
		k.find("limits.margin_pct.value", "margin_pct %v is over the hard cap on margin: %v (%s)", l.MarginPct.Value, most.Value, most.Source)
	}
	k.share("limits.stop_of_liquidation.value", l.StopOfLiq.Value*100, 100)
	k.steps(l)
}

// houseLimits are those of the shipped rules, which no file may raise.
var houseLimits = sync.OnceValue(func() Limits {
	data, err := shipped.ReadFile(baseName + ".toml")
	if err != nil {
		return Limits{} // embedded: a test reads it
	}
	var p Playbook
	if err := stricttoml.Decode(data, &p); err != nil {
		return Limits{}
	}
	return p.Limits
})

// steps checks that leverage rises with confidence and stays within its cap.
func (k *checker) steps(l *Limits) {
	for i, s := range l.Leverage {
		path := fmt.Sprintf("limits.leverage[%d]", i)
		if !(s.From >= 0 && s.From <= 1) || i > 0 && s.From <= l.Leverage[i-1].From {
			k.find(path+".from_confidence", "from_confidence %v: steps rise from 0 to 1", s.From)
		}
		if !(s.Leverage >= 0 && s.Leverage <= l.LeverageMax.Value) || i > 0 && s.Leverage < l.Leverage[i-1].Leverage {
			k.find(path+".leverage", "leverage %v is over its cap %v or falls with confidence", s.Leverage, l.LeverageMax.Value)
		}
	}
}

// Unsourced lists the figures of a playbook that do not say where they come
// from, by their place in the structure: "Stages[1].FuturesPct". A figure is
// any number that is not zero; its source stands beside it in a field called
// Source or after its own name.
func (p *Playbook) Unsourced() []string {
	var list []string
	unsourced(reflect.ValueOf(*p), "", &list)
	return list
}

func unsourced(v reflect.Value, path string, list *[]string) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			unsourced(v.Index(i), fmt.Sprintf("%s[%d]", path, i), list)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			unsourced(it.Value(), fmt.Sprintf("%s[%v]", path, it.Key()), list)
		}
	case reflect.Struct:
		fields(v, path, list)
	}
}

func fields(v reflect.Value, path string, list *[]string) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		at := strings.TrimPrefix(path+"."+f.Name, ".")
		if !holdsFigure(v.Field(i)) && !isCondition(f.Name, v.Field(i)) {
			unsourced(v.Field(i), at, list)
			continue
		}
		own := v.FieldByName(strings.TrimSuffix(f.Name, "Pct") + "Source")
		shared := v.FieldByName("Source")
		if !(own.IsValid() && own.String() != "") && !(shared.IsValid() && shared.String() != "") {
			*list = append(*list, at)
		}
	}
}

// isCondition tells whether a field holds a condition, whose thresholds are
// figures too.
func isCondition(name string, v reflect.Value) bool {
	return slices.Contains([]string{"When", "Enter", "Until", "Release"}, name) && v.String() != ""
}

// holdsFigure tells whether a value is a number other than zero, or several.
func holdsFigure(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Float64, reflect.Int:
		return !v.IsZero()
	case reflect.Array:
		return !v.IsZero()
	case reflect.Slice:
		return v.Type().Elem().Kind() == reflect.Float64 && v.Len() > 0
	default:
		return false
	}
}
