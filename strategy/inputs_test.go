package strategy

import (
	"math"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// fedEngine is an engine with three hundred days of every coin.
func fedEngine(t testing.TB) *Engine {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(Config{Universe: u, Playbook: p, Profile: "standard", Venues: []model.Venue{model.Binance}})
	if err != nil {
		t.Fatal(err)
	}
	const days = 300
	end := model.MillisOf(time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC))
	for i, a := range u.Candidates() {
		h := &model.History{Interval: model.Day1}
		for d := range days {
			price := 100 + float64(i) + 20*math.Sin(float64(d)/float64(7+i%11))
			h.Bars = append(h.Bars, model.Bar{
				OpenTime: end.Add(time.Duration(d-days) * 24 * time.Hour), Interval: model.Day1,
				Open: price, High: price * 1.01, Low: price * 0.99, Close: price, Volume: 1e6, HasVolume: true, Closed: true,
			})
		}
		e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a), Asset: a, Received: end, Detail: h})
		e.Apply(&model.Event{
			Kind: model.KindMark, Venue: model.Binance, Symbol: string(a), Asset: a, EventTime: end, Received: end,
			Has: model.FieldMark, Mark: h.Bars[days-1].Close,
		})
	}
	e.Apply(&model.Event{Kind: model.KindBackfill, Received: end, Detail: &model.Progress{What: "history", Done: 1, Total: 1}})
	e.Apply(&model.Event{Kind: model.KindTick, Received: end.Add(time.Second)})
	e.Snapshot()
	return e
}

// preview fills every input with the open bars and asks every condition.
func (e *Engine) previewAll() (holding int) {
	now := e.preview()
	e.fillInputs(e.inputs.open, &now, true)
	for _, r := range e.cfg.Playbook.Conditions() {
		if r.Condition.Eval(e.inputs.open) == condition.True {
			holding++
		}
	}
	return holding
}

// The whole model's inputs with the open bars, and all conditions on them, cost
// no allocation: quotes come by the thousand, previews ten times a second.
func TestInputsAllocateNothing(t *testing.T) {
	e := fedEngine(t)
	if n := testing.AllocsPerRun(20, func() { e.previewAll() }); n != 0 {
		t.Errorf("%v allocations a preview, want none", n)
	}
}

// Each line of the tables has its place in the catalogue, once.
func TestEveryInputHasItsPlace(t *testing.T) {
	e := fedEngine(t)
	in := e.inputs
	check := func(subject string, ids []int32, names []string) {
		seen := map[int32]bool{}
		for i, id := range ids {
			if id < 0 || seen[id] {
				t.Errorf("%s.%s has place %d", subject, names[i], id)
			}
			seen[id] = true
		}
	}
	check("defi", places(in.sectors["DeFi"]), namesOf(sectorInputs))
	check("l1", places(in.sectors["L1"]), namesOf(sectorInputs))
	check("coin", places(in.coins[0]), namesOf(coinInputs))
	check("market", places(in.market), namesOf(marketInputs))
	check("phase", places(in.phase), namesOf(phaseInputs))
	check("account", places(in.account), namesOf(accountInputs))
	check("data", places(in.data), namesOf(dataInputs))
	for _, p := range e.board.pairs {
		check(p.name(), places(in.pairs[p]), namesOf(pairInputs))
	}
}

func places[T ~int32](ids []T) []int32 {
	out := make([]int32, len(ids))
	for i, id := range ids {
		out[i] = int32(id)
	}
	return out
}

func namesOf[R any](table []figureOf[R]) []string {
	out := make([]string, len(table))
	for i := range table {
		out[i] = table[i].name
	}
	return out
}

func BenchmarkPreviewAllConditions(b *testing.B) {
	e := fedEngine(b)
	b.ReportAllocs()
	for b.Loop() {
		e.previewAll()
	}
}
