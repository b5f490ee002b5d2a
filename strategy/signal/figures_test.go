package signal_test

import (
	"reflect"
	"testing"

	"eddy/strategy/signal"
)

func figures(t testing.TB) *signal.Figures {
	t.Helper()
	f, err := signal.Default()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Every figure names its origin, and none is missing.
func TestEveryFigureHasASource(t *testing.T) {
	walk(t, reflect.ValueOf(figures(t)).Elem(), "")
}

func walk(t *testing.T, v reflect.Value, path string) {
	if f, ok := v.Interface().(signal.Figure); ok {
		if f.Source == "" || f.Value == 0 {
			t.Errorf("%s: %+v", path, f)
		}
		return
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if v.Field(i).Kind() == reflect.String {
			if v.Field(i).String() == "" {
				t.Errorf("%s.%s is empty", path, field.Name)
			}
			continue
		}
		walk(t, v.Field(i), path+"."+field.Name)
	}
}
