package playbook

import (
	"reflect"

	"eddy/model"
)

// clean takes out of every text of a playbook what must not reach a terminal;
// a file may come from anyone. Conditions keep their lines: they are parsed, and
// written again from what was understood.
func clean(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(model.CleanText(v.String()))
		}
	case reflect.Slice:
		for i := range v.Len() {
			clean(v.Index(i))
		}
	case reflect.Map:
		cleanMap(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !isCondition(f.Name, v.Field(i)) {
				clean(v.Field(i))
			}
		}
	}
}

// cleanMap replaces the entries of a map, which cannot be changed in place.
func cleanMap(v reflect.Value) {
	for _, key := range v.MapKeys() {
		entry := reflect.New(v.Type().Elem()).Elem()
		entry.Set(v.MapIndex(key))
		clean(entry)
		v.SetMapIndex(key, reflect.Value{})
		v.SetMapIndex(reflect.ValueOf(model.CleanText(key.String())), entry)
	}
}
