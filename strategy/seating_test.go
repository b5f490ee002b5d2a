package strategy_test

import (
	"slices"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy"
)

// reserve gives an engine a reserve's daily past: trading for so many days, so
// many dollars a day.
func reserve(e *strategy.Engine, coin model.Asset, days int, usd float64) {
	h := &model.History{Interval: model.Day1, Bars: bars(3, model.Day1, day0.Add(-time.Duration(days)*24*time.Hour), days)}
	for i := range h.Bars {
		h.Bars[i].Volume = usd / h.Bars[i].Close
	}
	e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(coin) + "USDT", Asset: coin, Received: day0, Detail: h})
}

func membersOf(t *testing.T, s *model.Snapshot, sector string) []model.Asset {
	t.Helper()
	for _, v := range s.Sectors {
		if v.Sector == sector {
			return v.Members
		}
	}
	t.Fatalf("no sector %s", sector)
	return nil
}

// The monthly review of the past: the first member of the test market that trades
// less than a million dollars a day gives its seat to a reserve that qualifies,
// one for one.
func TestMonthlyReviewGivesSeats(t *testing.T) {
	for _, c := range []struct {
		name   string
		days   int
		usd    float64
		joins  bool
		leaves model.Asset
	}{
		{"trades enough", 300, 50e6, true, "ADA"},
		{"too thin", 300, 1.9e6, false, ""},
		{"too young", 60, 50e6, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEngine(t)
			reserve(e, "NEAR", c.days, c.usd)
			feed(t, e, 300, 1500)
			got := membersOf(t, e.Snapshot(), "L1")
			if slices.Contains(got, "NEAR") != c.joins {
				t.Errorf("L1 is %v", got)
			}
			if len(got) != 5 || slices.Contains(got, c.leaves) {
				t.Errorf("L1 is %v, want %q to make room", got, c.leaves)
			}
			whole := membersOf(t, e.Snapshot(), "Infrastructure")
			if slices.Contains(whole, "NEAR") != c.joins || len(whole) != 10 {
				t.Errorf("Infrastructure is %v", whole)
			}
		})
	}
}

// A member that begins later than its reserve has no seat before it trades: the
// reserve stands in until the member is seasoned.
func TestNobodySitsBeforeItTrades(t *testing.T) {
	for _, c := range []struct {
		name string
		days int // the member has been trading for
		want model.Asset
	}{
		{"not yet", 0, "PYTH"},
		{"for a month", 30, "PYTH"},
		{"seasoned", 31, "LINK"},
		{"for longer than the reserve", 301, "LINK"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEngine(t)
			reserve(e, "PYTH", 300, 50e6)
			if c.days > 0 {
				reserve(e, "LINK", c.days, 50e6)
			}
			feed(t, e, 300, 1500, "LINK")
			if got := membersOf(t, e.Snapshot(), "Oracle"); !slices.Equal(got, []model.Asset{c.want}) {
				t.Errorf("Oracle is %v, want %s", got, c.want)
			}
		})
	}
}

// A seat changes hands live as it does in history, and is told.
func TestMonthlyReviewLive(t *testing.T) {
	e := newEngine(t)
	coins := feed(t, e, 300, 1500)
	reserve(e, "NEAR", 89, 50e6) // a day too young at the first review
	e.Apply(tick(day0.Add(2 * time.Second)))
	if got := membersOf(t, e.Snapshot(), "L1"); slices.Contains(got, "NEAR") {
		t.Fatalf("too early: %v", got)
	}
	hours := 24 * 28 // to the first Monday of February
	for h := range hours {
		open := day0.Add(time.Duration(h) * time.Hour)
		closeHour(e, coins, open)
		b := bars(3, model.Hour1, open, 1)[0]
		b.Volume = 2e6 / b.Close
		e.Apply(&model.Event{
			Kind: model.KindBar, Venue: model.Binance, Symbol: "NEARUSDT", Asset: "NEAR",
			EventTime: b.End().Add(time.Second), Received: b.End(), Has: model.FieldBar, Bar: b,
		})
	}
	e.Apply(tick(day0.Add(time.Duration(hours)*time.Hour + time.Minute)))
	s := e.Snapshot()
	if got := membersOf(t, s, "L1"); !slices.Contains(got, "NEAR") {
		t.Errorf("L1 is %v", got)
	}
	told := slices.ContainsFunc(s.Alerts, func(a model.AlertRow) bool { return a.Rule == "membership" && a.Subject == "NEAR" })
	if !told {
		t.Errorf("nobody was told: %+v", s.Alerts)
	}
	for _, v := range s.Sectors {
		if v.Sector == "L1" && !(v.Index.Fresh() && v.RSI.Fresh()) {
			t.Errorf("L1 has no level after the review: %v", v.Index.Why())
		}
	}
}
