package backtest

import (
	"math"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// deciding is a simulation at a close: composite's limits, two sectors, one coin
// in each and BTC, all at 100 dollars and trading a billion a day.
func deciding(t *testing.T, step model.Interval) *simulation {
	t.Helper()
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	end := model.MillisOf(time.Date(2021, 3, 2, 0, 0, 0, 0, time.UTC))
	tape := &Tape{Step: step, First: end.Add(-step.Duration())}
	for _, a := range []model.Asset{"BTC", "SOL", "UNI"} {
		tape.Series = append(tape.Series, Series{Asset: a, Candles: []Candle{flatCandle(100), flatCandle(100), flatCandle(100)}})
	}
	coin := strategy.CoinOutlook{Sigma: 0.05, ATR: 4, Turnover: 2e9, Beta: model.Known(1)}
	o := &strategy.Outlook{
		End: end, Phase: model.Expansion, Since: end.Add(-30 * 24 * time.Hour), Confidence: 0.7,
		Truths: make([]condition.Truth, len(p.Conditions())), Coins: []strategy.CoinOutlook{coin, coin, coin},
		Sectors: []strategy.SectorOutlook{
			{Name: "Infrastructure", Momentum: model.Known(0.5), Volatility: model.Known(0.8), Weight: []strategy.CoinWeight{{Coin: 1, Weight: 1}}},
			{Name: "DeFi", Momentum: model.Known(2), Volatility: model.Known(0.8), Weight: []strategy.CoinWeight{{Coin: 2, Weight: 1}}},
		},
	}
	j := &Judged{Setup: Setup{Universe: u, Playbook: p, Profile: "standard"}, Tape: tape, Outlooks: []*strategy.Outlook{o}}
	s := newSimulation(j, &outlooks{made: j.Outlooks}, DefaultRules())
	s.hear(o)
	for i := range s.account.marks {
		s.account.marks[i], s.born[i] = 100, 0
	}
	stage, _ := p.Stage(model.Expansion)
	s.plan.stage, o.Stage = &stage, stage.ID
	return s
}

func (s *simulation) refusals() (texts []string) {
	for _, d := range s.out.Decisions {
		if d.Kind == KindRefused {
			texts = append(texts, d.Text)
		}
	}
	return texts
}

// The example of analytics §6: z 1.5 and a relative volatility of 0.6 are an
// edge of 88 bp over 14 days, against 1.5 times 40 bp.
func TestGateOfTheReference(t *testing.T) {
	s := deciding(t, model.Day1)
	g := s.plan.gate(&edge{z: 1.5, sigma: 0.6, known: true}, 20e-4, 0)
	if math.Abs(g.Edge*1e4-88.1) > 0.1 || math.Abs(g.Needs()*1e4-60) > 1e-9 || !g.Passes() {
		t.Errorf("edge %.2f bp, needs %.2f", g.Edge*1e4, g.Needs()*1e4)
	}
	carried := s.plan.gate(&edge{z: 1.5, sigma: 0.6, known: true}, 20e-4, 20e-4)
	if carried.Passes() {
		t.Error("20 bp of funding on top need 90 bp of edge")
	}
}

// A switch pays one sale and one purchase, and its edge is over what is sold:
// DeFi with 2 over Infrastructure with 0.5 is 1.5; two volatilities of 0.8 at a
// correlation of 0.7 differ by 0.8·sqrt(0.6) = 0.6197.
func TestEdgeOfASwitch(t *testing.T) {
	p := deciding(t, model.Day1).plan
	e := p.edgeOf("DeFi", []sale{{"Infrastructure", 5000, 15e-4}})
	if math.Abs(e.z-1.5) > 1e-12 || math.Abs(e.sigma-0.6196773) > 1e-6 || e.sellSide != 15e-4 {
		t.Errorf("edge %+v", e)
	}
	if cash := p.edgeOf("DeFi", nil); cash.z != 2 || cash.sigma != 0.8 || cash.sellSide != 0 {
		t.Errorf("over stablecoins %+v", cash)
	}
	p.s.now.Sectors[1].Momentum = model.Unknown("no bars")
	if p.edgeOf("DeFi", nil).known || p.edgeOf("BTC", nil).known {
		t.Error("an edge nobody knows is known")
	}
}

func TestRefusedPurchasesAreDecisionsWithFigures(t *testing.T) {
	s := deciding(t, model.Day1)
	s.now.Sectors[1].Momentum = model.Known(-0.3)
	orders, bought := s.plan.orders([]share{{"Infrastructure", 10}, {"DeFi", 10}})
	if len(orders) != 1 || orders[0].coin != 1 || bought != 10 {
		t.Fatalf("orders %+v for %v points", orders, bought)
	}
	got := s.refusals()
	if len(got) != 1 || !strings.HasPrefix(got[0], "DeFi +10.0 points: edge -23.5 bp, needs ") {
		t.Fatalf("refused %q", got)
	}
	s.plan.forgetRefusals()
	s.plan.orders([]share{{"DeFi", 10}})
	if n := len(s.refusals()); n != 1 {
		t.Errorf("a refusal that goes on is told %d times", n)
	}
	s.plan.forgetRefusals()
	s.plan.forgetRefusals()
	s.plan.orders([]share{{"DeFi", 10}})
	if n := len(s.refusals()); n != 2 {
		t.Errorf("one that came back is told %d times in all", n)
	}
	if sales, _ := s.plan.orders([]share{{"DeFi", -10}}); len(sales) != 0 || len(s.refusals()) != 2 {
		t.Error("a sale asks for no edge")
	}
}

func TestNothingIsAddedAboveTheVolatilityCap(t *testing.T) {
	s := deciding(t, model.Day1)
	s.now.Sectors[1].Volatility = model.Known(1.31) // the cap of DeFi is 1.3
	deltas, _ := s.plan.deltas([]share{{"Infrastructure", 9}, {"DeFi", 15}})
	if deltas[0].points <= 0 || deltas[1].points != 0 {
		t.Errorf("deltas %+v", deltas)
	}
	if got := s.refusals(); len(got) != 1 || !strings.Contains(got[0], "volatility 131 %, nothing is added above 130 %") {
		t.Errorf("refused %q", got)
	}
}

// Three tranches four hours apart on bars of an hour; a day's bar holds them all.
func TestTranches(t *testing.T) {
	hours, days := deciding(t, model.Hour1), deciding(t, model.Day1)
	got := hours.plan.inTranches(order{coin: 1, usd: 900})
	if len(got) != 3 || got[0].usd != 300 || got[2].after != hours.now.End.Add(8*time.Hour) || got[1].tranche != 2 {
		t.Errorf("tranches %+v", got)
	}
	legs := hours.plan.inTranches(order{coin: 1, leg: &leg{}, notional: 900})
	if len(legs) != 3 || legs[0].notional != 300 || legs[2].notional != 900 {
		t.Errorf("tranches of a leg %+v", legs)
	}
	if n := len(hours.plan.inTranches(order{usd: 11})); n != 2 {
		t.Errorf("11 dollars in %d tranches", n)
	}
	if n := len(days.plan.inTranches(order{usd: 900})); n != 1 {
		t.Errorf("%d tranches on bars of a day", n)
	}
}

// A later tranche waits for its hour, and is dropped when its sector is cautioned
// or another stage stands.
func TestLaterTranchesNeedTheirSignal(t *testing.T) {
	s := deciding(t, model.Hour1)
	at := s.record(Decision{Kind: KindRotate})
	later := order{decision: at, coin: 2, bucket: "DeFi", usd: 300, tranche: 2, after: s.now.End.Add(4 * time.Hour)}
	if !s.plan.goesOn(&later) {
		t.Fatal("its signal stands")
	}
	s.pending = []order{later}
	s.step = 1
	s.execute()
	if len(s.pending) != 1 || s.account.spot[2].qty != 0 {
		t.Errorf("filled before its hour: %+v", s.account.spot[2])
	}
	if !s.plan.underWay("DeFi") {
		t.Error("tranches of DeFi are under way")
	}
	for _, tr := range s.plan.fired {
		if tr.rule.Owner == "funding-excessive" && s.plan.about(tr, "DeFi") {
			tr.on = true
		}
	}
	if s.plan.goesOn(&later) {
		t.Error("it goes on under a warning")
	}
	other, _ := s.p.Stage(model.Late)
	s.plan.stage = &other
	if s.plan.goesOn(&later) {
		t.Error("it goes on in another stage")
	}
}

// The ladder of C-25 by confidence, 1.5x on the first two closes of a phase, and
// the sector's own limit.
func TestLeverage(t *testing.T) {
	tests := []struct {
		name       string
		of         string
		age        int
		confidence float64
		want       float64
	}{
		{"high confidence, cut to the overlay's own", "DeFi", 30, 0.7, 2.5},
		{"the first close of a phase", "DeFi", 1, 0.7, 1.5},
		{"the third", "DeFi", 2, 0.7, 2.5},
		{"medium", "DeFi", 30, 0.5, 2},
		{"low", "DeFi", 30, 0.34, 0},
		{"the sector's limit", "NFT", 30, 0.7, 1.5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := deciding(t, model.Day1)
			s.now.Confidence, s.now.Since = tt.confidence, s.now.End.Add(-time.Duration(tt.age)*24*time.Hour)
			if got, _ := s.plan.leverage(&playbook.Overlay{Of: tt.of, Leverage: 2.5}); got != tt.want {
				t.Errorf("leverage %v, want %v", got, tt.want)
			}
		})
	}
}

// The stage allows a net beta of 1.2: 100,000 in coins of beta 1 are 1, a long of
// 30,000 more is 1.3.
func TestNoLongBeyondTheBetaOfTheStage(t *testing.T) {
	s := deciding(t, model.Day1)
	s.account.cash, s.account.spot[0].core = 0, 1000
	longs := func(usd float64) []order { return []order{{coin: 1, usd: usd / 2}, {coin: 2, usd: usd / 2}} }
	if !s.plan.tooMuchBeta("x", "a long", longs(30_000)) {
		t.Error("a net beta of 1.3 is allowed")
	}
	if got := s.refusals(); len(got) != 1 || got[0] != "a long: net beta 1.30, the stage allows 1.20" {
		t.Errorf("refused %q", got)
	}
	if s.plan.tooMuchBeta("x", "a long", longs(10_000)) {
		t.Error("a net beta of 1.1 is refused")
	}
	s.account.spot[0].qty = s.account.spot[0].core
	s.account.spot[0].core = 0
	if s.plan.tooMuchBeta("x", "a switch", longs(30_000), []order{{coin: 0, part: 0.2}}) {
		t.Error("what is sold for it does not count")
	}
	buys := []purchase{
		{share: &share{"Infrastructure", 15}, orders: longs(15_000)}, {share: &share{"DeFi", 15}, orders: longs(15_000)}, {share: &share{"NFT", 2}, orders: longs(2_000)},
	}
	s.plan.keepBeta(buys, nil)
	if buys[0].share.points != 15 || buys[1].share.points != 0 || buys[2].share.points != 2 {
		t.Errorf("left %v, %v and %v points", buys[0].share.points, buys[1].share.points, buys[2].share.points)
	}
	s.now.Coins[2].Beta = model.Unknown("too young")
	if s.plan.tooMuchBeta("x", "a long", longs(90_000)) {
		t.Error("a beta nobody knows forbids something")
	}
}

func TestOpenInterestBoundsWhatIsBought(t *testing.T) {
	s := deciding(t, model.Day1)
	if !s.plan.buyable(1) {
		t.Fatal("an interest nobody told forbids nothing")
	}
	s.j.Tape.Series[1].Interest = []model.OpenInterestPoint{{Time: s.now.End, Coins: 9_000}} // at 100 dollars: less than a million
	s.step = 0
	s.hearInterest()
	if s.plan.buyable(1) {
		t.Error("900,000 dollars of open interest are enough")
	}
	if most := s.largestLeg(&order{coin: 1, leg: &leg{}}); most != 18_000 { // two percent
		t.Errorf("a leg of up to %v", most)
	}
	if !math.IsInf(s.largestLeg(&order{coin: 1, leg: &leg{hedge: true}}), 1) {
		t.Error("a hedge is cut")
	}
}

// A stop of 10 percent must lie within 0.7 of the way to liquidation, 1/L − 1 %:
// L is at most 1/(0.1/0.7 + 0.01) = 6.54.
func TestLeverageAStopBears(t *testing.T) {
	s := deciding(t, model.Day1)
	s.now.Coins[1].ATR = 4 // 2.5 of them
	if got := s.plan.bearable(1); got != 6.5 {
		t.Errorf("up to %v", got)
	}
	s.now.Coins[1].ATR = 40
	if got := s.plan.bearable(1); got != 1 {
		t.Errorf("up to %v, want no leverage", got)
	}
}

func TestALongThatDoubledIsClosed(t *testing.T) {
	s := deciding(t, model.Day1)
	s.account.legs = []leg{
		{rule: "long", coin: 1, side: 1, qty: 1, entry: 50, margin: 25, leverage: 2},
		{rule: "short", coin: 2, side: -1, qty: 1, entry: 50, margin: 25, leverage: 2},
		{rule: "young", coin: 2, side: 1, qty: 1, entry: 51, margin: 25, leverage: 2},
	}
	s.plan.takeProfit()
	if len(s.pending) != 1 || s.pending[0].leg.rule != "long" || s.pending[0].notional != 0 {
		t.Errorf("orders %+v", s.pending)
	}
}

// A coin that did not print at a close is traded at what was known of its market
// last: that its turnover is not known does not make a sale cheap.
func TestASilentCoinCostsWhatWasKnownOfIt(t *testing.T) {
	s := deciding(t, model.Day1)
	before := s.side(1, 1e6, cost.Spot)
	silent := *s.now
	silent.Coins = []strategy.CoinOutlook{silent.Coins[0], {}, silent.Coins[2]}
	s.hear(&silent)
	if after := s.side(1, 1e6, cost.Spot); after != before || before.Impact <= 0 {
		t.Errorf("%+v, after a silent day %+v", before, after)
	}
}

// The only coin of a bucket lacks a bar: its target stands where it is held, and
// is nothing where there is none to be had.
func TestAMissingBarEmptiesNoBucket(t *testing.T) {
	s := deciding(t, model.Day1)
	s.j.Tape.Series[2].Candles[0] = Candle{}
	target := func() float64 {
		for _, d := range s.plan.targets() {
			if d.bucket == "DeFi" {
				return d.points
			}
		}
		return math.NaN()
	}
	if got := target(); got != 0 {
		t.Errorf("none is held and none can be had, and the target is %v", got)
	}
	s.account.spot[2] = holding{qty: 100, cost: 1e4, base: 1e4}
	if got := target(); !(got > 0) {
		t.Errorf("the target of what is held is %v", got)
	}
}
