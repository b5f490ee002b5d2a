package alert_test

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/strategy/alert"
	"eddy/strategy/playbook"
)

func TestBadRulesAreToldWithTheirPlace(t *testing.T) {
	u, p := parts(t)
	rule := func(lines string) string { return "[[rule]]\nid = \"mine\"\n" + lines }
	for _, tc := range []struct{ name, text, want string }{
		{"no such figure", rule(`when = "market.rsi1d > 3"`), `alerts.toml:3:9: "market.rsi1d" is not known`},
		{"does not compile", rule(`when = "market.rsi_1d >"`), "alerts.toml:3:"},
		{"no condition", rule(""), "the condition is empty"},
		{"release does not compile", rule("when = \"market.rsi_1d > 3\"\nrelease = \"oops\""), "alerts.toml:4:"},
		{"unknown key", rule("when = \"market.rsi_1d > 3\"\ncoldown = \"1h\""), `did you mean`},
		{"no id", "[[rule]]\nwhen = \"market.rsi_1d > 3\"", "needs an id"},
		{"twice", rule("when = \"market.rsi_1d > 3\"\n") + rule("when = \"market.rsi_1d > 3\""), "stands twice"},
		{"cooldown", rule("when = \"market.rsi_1d > 3\"\ncooldown = \"soon\""), `"soon" is no time`},
		{"cooldown without end", rule("when = \"market.rsi_1d > 3\"\ncooldown = \"400d\""), "is no time up to 90 days"},
		{"no cooldown at all", rule("when = \"market.rsi_1d > 3\"\non = \"live\"\ncooldown = \"0s\""), "below 1m0s makes storms"},
		{"for nobody", rule("when = \"this.z28 > 3\"\neach = \"sector\"\nfor = [\"nowhere\"]"), `alerts.toml:5:1: no sector is called "nowhere"`},
		{"for no coin", rule("when = \"this.price > 3\"\neach = \"coin\"\nfor = [\"ETH\", \"NOCOIN\"]"), `no coin is called "NOCOIN"`},
		{"of nothing", rule("when = \"this.price > 3\"\neach = \"coin\"\nof = \"nowhere\""), `no sector is called "nowhere"`},
		{"for without subjects", rule("when = \"market.rsi_1d > 3\"\nfor = [\"defi\"]"), "for and of go with"},
		{"a leg's figure without legs", rule("when = \"leg.distance_pct < 5\"\non = \"live\""), `leg.distance_pct is of one leg: each = "leg"`},
		{"a venue's figure for sectors", rule("when = \"venue.lost and this.z28 > 1\"\neach = \"sector\""), `venue.lost is of one venue`},
		{"negative", rule("when = \"market.rsi_1d > 3\"\ncooldown = \"-1h\""), "is no time"},
		{"severity", rule("when = \"market.rsi_1d > 3\"\nseverity = \"loud\""), `severity "loud" is not known`},
		{"hold at closes", rule("when = \"market.rsi_1d > 3\"\nhold = \"1m\""), "hold goes with live rules"},
		{"subjects", rule("when = \"market.rsi_1d > 3\"\neach = \"cat\""), `each "cat" is not known`},
		{"quotes need a coin", rule("when = \"market.rsi_1d > 3\"\non = \"quote\""), "quotes are of coins"},
		{"quotes of the coin alone", rule("when = \"this.price > market.rsi_1d\"\non = \"quote\"\neach = \"coin\""), "its own coin alone"},
		{"escalation below", rule("when = \"market.rsi_1d > 3\"\nseverity = \"critical\"\n[[rule.escalate]]\nwhen = \"market.rsi_1d > 5\"\nseverity = \"info\""), "goes beyond critical"},
		{"no TOML", "[[rule", "alerts.toml:1:"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := alert.Parse([]byte(tc.text), "alerts.toml", u, p)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if err != nil && len(playbook.ProblemsOf(err)) == 0 {
				t.Errorf("%v has no place", err)
			}
		})
	}
}

func TestAUsersFileGoesBeforeWhatShips(t *testing.T) {
	u, p := parts(t)
	whole, err := alert.Parse(nil, "", u, p)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := alert.Parse([]byte(`
[[rule]]
id = "pivot"
off = true
[[rule]]
id = "rsi-overbought"
off = true
[[rule]]
id = "overextended"
when = "defi.extension > 5"
[[rule]]
id = "eth-cheap"
each = "coin"
for = ["ETH"]
on = "quote"
when = "this.price < 1000"
`), "alerts.toml", u, p)
	if err != nil {
		t.Fatal(err)
	}
	count := func(r *alert.Rules, id string) (n int) {
		for _, rule := range r.All() {
			if rule.ID == id {
				n++
			}
		}
		return n
	}
	for id, want := range map[string][2]int{"pivot": {1, 0}, "rsi-overbought": {1, 0}, "overextended": {1, 1}, "eth-cheap": {0, 1}, "dated-contract": {0, 0}, "expiry": {1, 1}} {
		if got := [2]int{count(whole, id), count(mine, id)}; got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
	t.Logf("%d rules, %d with their subjects", len(whole.All()), whole.Len())
}

// Every rule that ships says where it comes from and cannot storm: it has a
// cooldown, and one that compares a live figure is released at another level or
// must hold.
func TestShippedRulesAreWhole(t *testing.T) {
	for _, name := range playbook.Names() {
		u, _ := parts(t)
		p, err := playbook.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := alert.Parse(nil, "", u, p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, rule := range r.All() {
			if rule.Source == "" || rule.Title == "" || rule.Severity == "" {
				t.Errorf("%s: %s is incomplete: %+v", name, rule.ID, rule)
			}
			if rule.On == alert.Live && strings.ContainsAny(rule.When, "<>") && rule.Release == "" && rule.ID != "expiry" {
				t.Errorf("%s: %s has no release", name, rule.ID)
			}
		}
	}
}

// A division by zero is not known, and decides nothing.
func TestDivisionByZero(t *testing.T) {
	d := newDesk(t, `
[[rule]]
id = "mine"
on = "live"
when = "market.rsi_1d / market.trend > 1"
`)
	d.set("market.trend", 0)
	d.live(50)
	if len(d.of("mine")) != 0 {
		t.Error("a division by zero fired")
	}
	for _, v := range d.Why(&d.at, alert.Live) {
		if v.Rule == "mine" && (v.State != "unknown" || !strings.Contains(v.Why, "divided by zero")) {
			t.Errorf("got %+v", v)
		}
	}
}

func TestSymbolsAreCleaned(t *testing.T) {
	d := newDesk(t, "")
	d.set("leg.distance_pct", 1)
	d.Round()
	d.OnSubject(alert.Legs, "EVIL\x1b]0;x\a\n long", &d.at)
	for _, a := range d.of("liquidation") {
		if strings.ContainsAny(a.Text+a.Subject, "\x1b\a\n") {
			t.Errorf("raw: %q %q", a.Text, a.Subject)
		}
		if a.Severity != model.Critical {
			t.Errorf("1 %% is %s", a.Severity)
		}
	}
	if len(d.of("liquidation")) != 1 {
		t.Error("nothing fired")
	}
}

func FuzzParse(f *testing.F) {
	u, p := parts(f)
	f.Add([]byte(liveRule))
	f.Add(alert.Text())
	f.Add([]byte("[[rule]]\nid=\"x\"\nwhen=\"1/0>this.z\"\neach=\"sector\""))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4096 {
			return
		}
		if _, err := alert.Parse(data, "alerts.toml", u, p); err != nil && strings.ContainsAny(err.Error(), "\x1b\a") {
			t.Errorf("raw: %q", err)
		}
	})
}
