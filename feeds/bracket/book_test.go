package bracket_test

import (
	"context"
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/feeds/bracket"
	"eddy/model"
)

func row(end, rate, amount, leverage string) model.Tier {
	d := decimal.RequireFromString
	return model.Tier{Cap: d(end), Rate: d(rate), Amount: d(amount), MaxLeverage: d(leverage)}
}

// Brackets come back lowest first and only where they can be believed; the
// list that was given stays as it was.
func TestBook(t *testing.T) {
	var b bracket.Book
	good := []model.Tier{row("600", "0.02", "10", "25"), row("100", "0.01", "0", "50")}
	b.Put("A", good)
	for name, bad := range map[string][]model.Tier{
		"none": nil, "no rate": {row("100", "0", "0", "50")}, "all of it": {row("100", "1", "0", "50")},
		"no end": {row("0", "0.01", "0", "50")}, "less than nothing": {row("100", "0.01", "-1", "50")},
		"no leverage": {row("100", "0.01", "0", "0.5")}, "too many": make([]model.Tier, 101),
	} {
		b.Put("A", bad)
		b.Put(name, bad)
	}
	list := []model.Instrument{{Symbol: "A"}, {Symbol: "B"}, {Symbol: "no rate"}}
	got := b.Fill(list)
	if len(got[0].Tiers) != 2 || got[0].Tiers[0].MaxLeverage.String() != "50" || len(got[1].Tiers)+len(got[2].Tiers) != 0 {
		t.Errorf("got %+v", got)
	}
	if list[0].Tiers != nil || good[0].MaxLeverage.String() != "25" {
		t.Error("what was given has changed")
	}
}

func TestKeepEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	rounds := 0
	err := bracket.Keep(ctx, func(context.Context) {
		rounds++
		cancel()
	})
	if !errors.Is(err, context.Canceled) || rounds != 1 {
		t.Errorf("%d rounds, %v", rounds, err)
	}
}
