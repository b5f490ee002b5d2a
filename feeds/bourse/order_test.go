package bourse

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"eddy/model"
)

func TestOrder(t *testing.T) {
	r := start(t, Config{Assets: few(), Venues: []model.Venue{model.Binance}})
	r.pass(time.Second)
	lift, err := r.b.Order("*:http429@0s+1h,okx:down@0s+1h")
	if err != nil {
		t.Fatal(err)
	}
	if got := r.get("/fapi/v1/time", nil); got != http.StatusTooManyRequests {
		t.Errorf("ordered: status %d", got)
	}
	lift()
	if got := r.get("/fapi/v1/time", nil); got != http.StatusOK {
		t.Errorf("lifted: status %d", got)
	}
	for spec, want := range map[string]string{"binance:doom@1s": "doom", "*:badtick=XYZ@1s": "XYZ is not traded here"} {
		if _, err := r.b.Order(spec); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", spec, err)
		}
	}
}

func TestView(t *testing.T) {
	r := start(t, Config{Assets: few(), Venues: []model.Venue{model.OKX}})
	view, ok := r.b.View(model.OKX)
	if !ok || view.Now() != r.b.MarketTime() || len(view.Coins()) != 3 {
		t.Errorf("got %v, %v", view, ok)
	}
	if _, ok := r.b.View(model.Binance); ok {
		t.Error("a venue that is not served has a view")
	}
}
