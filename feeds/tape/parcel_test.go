package tape

import (
	"bytes"
	"encoding/gob"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"eddy/model"
)

// fill gives every field below v a value of its own, so that one a tape forgets
// is missed.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	switch x := v.Addr().Interface().(type) {
	case *model.Num:
		*x = model.Stale(float64(*n), "since then")
		return
	case *decimal.Decimal:
		*x = decimal.New(int64(*n), -2)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "Detail" {
				fill(t, v.Field(i), n)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(t, v.Index(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.String:
		v.SetString(string(rune('a' + *n%26)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.1)
	case reflect.Uint8:
		v.SetUint(uint64(*n%4 + 1))
	case reflect.Uint32, reflect.Uint64, reflect.Uint:
		v.SetUint(uint64(*n))
	case reflect.Int64, reflect.Int:
		v.SetInt(int64(*n))
	default:
		t.Fatalf("a field of kind %s: teach this test to fill it", v.Kind())
	}
}

func TestEveryDetailSurvives(t *testing.T) {
	n := 0
	for _, detail := range append([]any{nil}, slices.Collect(maps.Values(details))...) {
		for _, empty := range []bool{false, true} {
			var ev model.Event
			if !empty {
				fill(t, reflect.ValueOf(&ev).Elem(), &n)
			}
			ev.Detail = detail
			if v := reflect.ValueOf(detail); !empty && v.IsValid() {
				if v.Kind() == reflect.Pointer {
					fill(t, v.Elem(), &n)
				} else {
					for i := range v.Len() {
						fill(t, v.Index(i), &n)
					}
				}
			}
			var w parcelWriter
			var r parcelReader
			for range 2 { // the second one in a block is written shorter
				b, err := w.write(&ev)
				if err != nil {
					t.Fatalf("%T: %v", detail, err)
				}
				got, err := r.read(b)
				if err != nil {
					t.Fatalf("%T: %v", detail, err)
				}
				if diff := cmp.Diff(ev, got, exact); diff != "" {
					t.Errorf("%T: %s", detail, diff)
				}
			}
		}
	}
	var w parcelWriter
	if _, err := w.write(&model.Event{Detail: 5}); err == nil {
		t.Error("a detail nobody knows was taped")
	}
}

// Each block tells the shape of a parcel anew. A reader works it out once, and
// again where it is another.
func TestShapeIsLearntOnce(t *testing.T) {
	var r parcelReader
	want := model.Event{Kind: model.KindLink, Text: "x", Link: model.LinkLive}
	block := func() *gob.Decoder {
		t.Helper()
		var w parcelWriter
		r.forget()
		for range 2 {
			b, err := w.write(&want)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := r.read(b); err != nil || got != want {
				t.Fatalf("%v, %+v", err, got)
			}
		}
		return r.gob
	}
	first := block()
	if block() != first {
		t.Error("the shape was worked out again")
	}
	var other bytes.Buffer
	if err := gob.NewEncoder(&other).Encode(struct{ Event model.Event }{want}); err != nil {
		t.Fatal(err)
	}
	r.forget()
	if got, err := r.read(other.Bytes()); err != nil || got != want || r.gob == first {
		t.Errorf("another shape: %v, %+v", err, got)
	}
	if block() == first {
		t.Error("an older shape was taken for the newest")
	}
}

func FuzzSteps(f *testing.F) {
	w := newScribe()
	w.frame(model.Binance, "binance/public", frame(1), 1)
	if _, err := w.told([]model.Event{{Kind: model.KindLink, Text: "x"}}); err != nil {
		f.Fatal(err)
	}
	w.taken()
	w.published(5)
	w.print(Print{Parts: []Part{{"venues", 3}}})
	raw, _, _ := w.cut()
	f.Add(raw)
	f.Add([]byte{byte(opRefer), 0, 0, 1})
	f.Add([]byte{byte(opFrame), 9})
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := newScript()
		r.open(raw, new([]model.Event))
		var s Step
		for steps := 0; ; steps++ {
			ok, err := r.next(&s)
			if err != nil || !ok {
				return
			}
			if steps > len(raw) {
				t.Fatal("more steps than bytes")
			}
		}
	})
}
