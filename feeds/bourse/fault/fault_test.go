package fault

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name string
		spec string
		want Plan
	}{
		{"empty", "  ", nil},
		{"cut", "binance:cut@30s", Plan{{Venue: model.Binance, Kind: Cut, At: 30 * time.Second}}},
		{"drop is cut", "binance:drop@30s", Plan{{Venue: model.Binance, Kind: Cut, At: 30 * time.Second}}},
		{"usual duration", "okx:down@0s", Plan{{Venue: model.OKX, Kind: Down, For: 15 * time.Second}}},
		{"duration", "*:silent@1m+20s", Plan{{Kind: Silent, At: time.Minute, For: 20 * time.Second}}},
		{"slow", "bybit:slow=500ms@1s+2s", Plan{{Venue: model.Bybit, Kind: Slow, Delay: 500 * time.Millisecond, At: time.Second, For: 2 * time.Second}}},
		{"slow as usual", "bybit:slow@1s", Plan{{Venue: model.Bybit, Kind: Slow, Delay: 2 * time.Second, At: time.Second, For: 10 * time.Second}}},
		{"bad tick", "binance:badtick=eth@5s", Plan{{Venue: model.Binance, Kind: BadTick, Asset: "ETH", At: 5 * time.Second}}},
		{"garbage that fills memory", "bingx:garbage=bomb@2s", Plan{{Venue: model.BingX, Kind: Garbage, Form: Bomb, At: 2 * time.Second}}},
		{"several", "binance:http429@1s, mexc:garbage@2s,weex:delist=SOL@3s", Plan{
			{Venue: model.Binance, Kind: HTTP429, At: time.Second, For: 30 * time.Second},
			{Venue: model.MEXC, Kind: Garbage, At: 2 * time.Second},
			{Venue: model.WEEX, Kind: Delist, Asset: "SOL", At: 3 * time.Second},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.spec)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	tests := []struct{ name, spec, want string }{
		{"no offset", "binance:cut", "no @offset"},
		{"no venue", "cut@3s", "no venue"},
		{"unknown venue", "kraken:cut@3s", `unknown venue "kraken"`},
		{"unknown garbage", "bingx:garbage=paper@2s", `unknown garbage "paper"`},
		{"unknown kind", "binance:explode@3s", `unknown kind "explode"`},
		{"bad offset", "binance:cut@soon", `"soon" is not a duration`},
		{"negative", "binance:cut@-3s", "is not a duration"},
		{"endless", "binance:cut@999999h", "is not a duration"},
		{"a moment has no duration", "binance:cut@3s+4s", "happens in a moment"},
		{"which coin", "binance:delist@3s", "which coin"},
		{"argument too many", "binance:down=ETH@3s", "takes no argument"},
		{"second of two", "binance:cut@3s,", "no @offset"},
		{"escape sequences are cleaned", "binance:\x1b[2J@3s", `unknown kind "[2J"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.spec)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestPlan(t *testing.T) {
	plan, err := Parse("binance:silent@10s+5s,*:cut@12s,okx:cut@1s")
	if err != nil {
		t.Fatal(err)
	}
	own := plan.Of(model.Binance)
	if len(own) != 2 {
		t.Fatalf("%d faults concern binance, want 2", len(own))
	}
	for at, want := range map[time.Duration]bool{9999 * time.Millisecond: false, 10 * time.Second: true, 14999 * time.Millisecond: true, 15 * time.Second: false} {
		if _, on := own.Active(Silent, at); on != want {
			t.Errorf("silent at %s is %v", at, on)
		}
	}
	if n := len(own.Starting(10*time.Second, 12*time.Second)); n != 1 {
		t.Errorf("%d begin in [10s, 12s), want 1", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"binance:cut@30s", "*:slow=1s@2m+3s", "a:b=c@d+e", ",,,", "binance:delist=\x1b@1s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		plan, err := Parse(spec)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\x07") {
				t.Errorf("control characters in %q", err)
			}
			return
		}
		for _, one := range plan {
			if one.Kind == "" || one.At < 0 || one.For < 0 {
				t.Errorf("%q gives %+v", spec, one)
			}
		}
	})
}
