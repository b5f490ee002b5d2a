package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"github.com/adrg/xdg"
	"golang.org/x/sync/errgroup"

	"eddy/cmd/internal/config"
	"eddy/feeds"
	"eddy/feeds/diary"
	"eddy/feeds/macro"
	"eddy/model"
	"eddy/model/universe"
)

// slow is everything a session hears that no venue tells: the slow sources and
// the user's events. The zero value hears nothing.
type slow struct {
	settle func(context.Context) // waits until the market's moment is known
	feed   *macro.Feed
	diary  *diary.Watch            // nil where events are kept nowhere
	jot    func(line string) error // keeps an event typed in the desk
}

// marketClock tells the moment of a market whose clock is not the local one.
type marketClock func() model.Millis

// openSlow builds what hears of the slow things for a session. It starts
// nothing.
func (g *globals) openSlow(src sources, uni *universe.Universe, of *session, log *slog.Logger) (slow, error) {
	s := slow{settle: func(context.Context) {}}
	c := macroConfig(src, uni, g.contextDir(src), log)
	c.Answers = of.deck.Answered
	if src.market == nil {
		live := liveClock{of.mailbox}
		src.market, c.Market = live.now, live.now
		c.Settle = func(ctx context.Context) { live.settle(ctx, settlePatience) }
		s.settle = func(ctx context.Context) { live.settle(ctx, diaryPatience) }
	}
	feed, err := macro.New(c)
	if err != nil {
		return s, err
	}
	s.feed = feed
	if path := g.diaryPath(src); path != "" {
		s.diary = &diary.Watch{Path: path, Market: src.market, Now: time.Now, Log: log}
	}
	s.jot = func(line string) error { return g.jot(line, src, uni, of.handover) }
	return s, nil
}

func macroConfig(src sources, uni *universe.Universe, dir string, log *slog.Logger) macro.Config {
	m := src.config.Macro
	return macro.Config{
		DefiLlama: m.DefiLlama, Stablecoins: m.Stablecoins, Yields: m.Yields,
		CoinGecko: m.CoinGecko, FearGreed: m.FearGreed, Ethereum: m.Ethereum,
		Assets: append([]model.Asset{"BTC", "ETH"}, without(uni.Candidates(), "BTC", "ETH")...),
		Dir:    dir, Speed: src.speed, Market: src.market, Now: time.Now, Rand: newRand(), Log: log,
	}
}

// without returns a list less some of its coins.
func without(list []model.Asset, some ...model.Asset) []model.Asset {
	return slices.DeleteFunc(slices.Clone(list), func(a model.Asset) bool { return slices.Contains(some, a) })
}

// contextDir is where slow sources remember what they told. A demo's market
// begins anew with every start, so nothing of it is kept.
func (g *globals) contextDir(src sources) string {
	switch {
	case src.mode != model.ModeLive:
		return ""
	case g.state != "":
		return filepath.Join(g.state, "context")
	default:
		return filepath.Join(xdg.DataHome, "eddy", "context")
	}
}

// diaryPath is the file of the user's events. A demo has one only when it is
// given a place: the real events are not about its market.
func (g *globals) diaryPath(src sources) string {
	if src.mode != model.ModeLive && g.state == "" {
		return ""
	}
	return g.eventsPath()
}

// run listens until ctx ends.
func (s slow) run(ctx context.Context, out feeds.Sink) error {
	group, ctx := errgroup.WithContext(ctx)
	if s.feed != nil {
		group.Go(func() error { return s.feed.Run(ctx, out) })
	}
	if s.diary != nil {
		group.Go(func() error {
			s.settle(ctx)
			return s.diary.Run(ctx, out)
		})
	}
	return group.Wait()
}

// jot takes an event typed in one line in the desk. What has a file goes there
// and comes back by the watch; a demo's is told at once and kept nowhere.
func (g *globals) jot(line string, src sources, uni *universe.Universe, out feeds.Sink) error {
	d, err := diary.ParseLine(line)
	if err != nil {
		return err
	}
	j, err := d.Check(subjectsOf(uni), time.Now())
	if err != nil {
		return err
	}
	if path := g.diaryPath(src); path != "" {
		_, _, err = diary.Add(path, j, newRand())
		return err
	}
	j.ID, j.Time = fmt.Sprintf("e%x", newRand().Uint32()), src.market()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return out.Put(ctx, []model.Event{{Kind: model.KindJudgement, Received: model.MillisOf(time.Now()), Detail: &j}})
}

// macroAddresses lists the addresses of the slow sources that are switched on.
func macroAddresses(m config.Macro) []config.Address {
	var list []config.Address
	for _, a := range []config.Address{
		{Venue: "macro", Key: "defillama", URL: m.DefiLlama},
		{Venue: "macro", Key: "stablecoins", URL: m.Stablecoins},
		{Venue: "macro", Key: "yields", URL: m.Yields},
		{Venue: "macro", Key: "coingecko", URL: m.CoinGecko},
		{Venue: "macro", Key: "fear_greed", URL: m.FearGreed},
		{Venue: "macro", Key: "ethereum", URL: m.Ethereum},
	} {
		if a.URL != "" {
			list = append(list, a)
		}
	}
	return list
}
