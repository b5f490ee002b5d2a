package universe_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
	"eddy/model/universe"
)

func defaultUniverse(t *testing.T) *universe.Universe {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// The counts are those of analytics §2.2: 5+2+2+1 Infrastructure, 10 DeFi, 9
// NFT and 9 AI members.
func TestDefaultTaxonomy(t *testing.T) {
	u := defaultUniverse(t)
	r := u.Resolve(func(model.Asset) bool { return true })
	got := map[string]int{}
	for _, s := range r.Sectors {
		for _, g := range s.Groups {
			got[s.Name] += len(g.Members)
		}
		if len(s.Missing) > 0 {
			t.Errorf("%s misses %v though everything is listed", s.Name, s.Missing)
		}
	}
	if diff := cmp.Diff(map[string]int{"Infrastructure": 10, "DeFi": 10, "NFT": 9, "AI": 9}, got); diff != "" {
		t.Error(diff)
	}
	for _, a := range []model.Asset{"ETH", "SOL", "AVAX"} { // S0-SEC-1, S1-SEC-1
		if s, c, _ := u.Home(a); s != "Infrastructure" || c != "L1" {
			t.Errorf("%s is at home in %s/%s, want Infrastructure/L1", a, s, c)
		}
	}
	if s, _, ok := u.Home("BTC"); ok {
		t.Errorf("BTC is a member of %s; it is benchmark only", s)
	}
	if s, _, _ := u.Home("IMX"); s != "NFT" {
		t.Errorf("IMX is at home in %s; it stays in gaming", s)
	}
	if first := u.Candidates()[:2]; first[0] != "BTC" || first[1] != "ETH" {
		t.Errorf("history begins with %v, want the benchmark", first)
	}
}

func TestReservesStepInForTheirOwnChild(t *testing.T) {
	u := defaultUniverse(t)
	gone := map[model.Asset]bool{"SUI": true, "ARB": true, "OP": true, "STRK": true, "PENGU": true}
	r := u.Resolve(func(a model.Asset) bool { return !gone[a] })
	infra := r.Sectors[0]
	want := [][]model.Asset{
		{"ETH", "SOL", "ADA", "AVAX", "NEAR"}, {"POL", "MATIC"}, {"FIL", "AR"}, {"LINK"},
	}
	for i, g := range infra.Groups {
		if diff := cmp.Diff(want[i], g.Members); diff != "" {
			t.Errorf("%s: %s", g.Name, diff)
		}
	}
	if diff := cmp.Diff([]model.Asset{"SUI", "ARB", "OP"}, infra.Missing); diff != "" {
		t.Error(diff)
	}
	if got := r.Sectors[2].Groups[0].Members; got[len(got)-1] != "YGG" {
		t.Errorf("NFT without PENGU: got %v, want YGG to step in", got)
	}
}

func TestUserFileErrorsSayWhere(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"unknown key", "benchmark=['BTC']\n[[sector]]\nname='X'\nmembres=['A']\n", `line 4 column 1: unknown key "sector.membres"`},
		{"coin twice", "benchmark=['BTC']\n[[sector]]\nname='X'\nmembers=['A','B']\n[[sector]]\nname='Y'\nmembers=['B']\n", `coin B stands in "X" and in "Y"`},
		{"shares", "benchmark=['BTC']\n[[sector]]\nname='X'\n[[sector.child]]\nname='P'\nshare=60\nmembers=['A']\n", "add up to 60, not 100"},
		{"no members", "benchmark=['BTC']\n[[sector]]\nname='X'\n", `sector "X" has no members`},
		{"not TOML", "benchmark=[\n", "line "},
		{"lower case", "benchmark=['BTC']\n[[sector]]\nname='X'\nmembers=['eth']\n", `coin "eth" must be written in capitals`},
		{"alias of nobody", "benchmark=['BTC']\n[[alias]]\nvenue='binanse'\nname='A'\nasset='B'\n[[sector]]\nname='X'\nmembers=['B']\n", `venue "binanse" is not known`},
		{"no benchmark", "[[sector]]\nname='X'\nmembers=['A']\n", "benchmark is empty"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "own.toml")
			if err := os.WriteFile(path, []byte(tc.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := universe.LoadFile(path)
			if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "own.toml") {
				t.Errorf("got %v, want it to name the file and say %q", err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("the error takes more than one line: %q", err)
			}
		})
	}
}

func TestAliasesOfAVenueGoBeforeThoseOfAll(t *testing.T) {
	u := &universe.Universe{Aliases: []universe.Alias{
		{Venue: model.OKX, Name: "BEAM", Asset: "BEAMX"},
		{Venue: "*", Name: "BEAM", Asset: "OTHER"},
		{Venue: "*", Name: "RON", Asset: "RONIN"},
	}}
	want := map[model.Asset]model.Asset{"BEAM": "BEAMX", "RON": "RONIN"}
	if diff := cmp.Diff(want, u.NamesAt(model.OKX)); diff != "" {
		t.Error(diff)
	}
	if got := u.NamesAt(model.Bybit)["BEAM"]; got != "OTHER" {
		t.Errorf("bybit's BEAM is %s", got)
	}
}
