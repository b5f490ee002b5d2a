// Package bracket keeps the maintenance margin brackets of venues that tell them
// apart from their list of contracts.
package bracket

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"eddy/feeds/backoff"
	"eddy/model"
)

// Every is how often brackets are asked for again; venues change them a few
// times a year.
const Every = 6 * time.Hour

// most bounds what is believed: no venue has a hundred brackets.
const most = 100

// Book holds brackets by contract. It is safe for use by several goroutines;
// the zero value is empty and ready.
type Book struct {
	mu   sync.Mutex
	held map[string][]model.Tier
}

// Put files a contract's brackets, in any order. Brackets that cannot be believed
// are passed over: the ones there were stand.
func (b *Book) Put(symbol string, tiers []model.Tier) {
	if len(tiers) == 0 || len(tiers) > most || slices.ContainsFunc(tiers, unusable) {
		return
	}
	tiers = slices.Clone(tiers)
	slices.SortStableFunc(tiers, func(x, y model.Tier) int { return x.Cap.Cmp(y.Cap) })
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held == nil {
		b.held = make(map[string][]model.Tier)
	}
	b.held[symbol] = tiers
}

var unit = decimal.NewFromInt(1)

func unusable(t model.Tier) bool {
	return !t.Cap.IsPositive() || !t.Rate.IsPositive() || !t.Rate.LessThan(unit) || t.Amount.IsNegative() || t.MaxLeverage.LessThan(unit)
}

// Fill returns a list of contracts with the brackets that are held.
func (b *Book) Fill(list []model.Instrument) []model.Instrument {
	b.mu.Lock()
	defer b.mu.Unlock()
	list = slices.Clone(list)
	for i := range list {
		if tiers := b.held[list[i].Symbol]; tiers != nil {
			list[i].Tiers = tiers
		}
	}
	return list
}

// Keep reads brackets in rounds until ctx ends. A round that fails is left to
// the next: nothing else depends on it.
func Keep(ctx context.Context, round func(context.Context)) error {
	for {
		round(ctx)
		if err := backoff.Sleep(ctx, Every); err != nil {
			return err
		}
	}
}
