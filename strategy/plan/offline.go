package plan

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/universe"
)

// ReadPrices reads lines of coin and price, with a comma between, such as
// ETH,2500. Empty lines, a heading and what follows a # are passed over.
func ReadPrices(r io.Reader) (map[model.Asset]float64, error) {
	out := make(map[model.Asset]float64)
	scan := bufio.NewScanner(r)
	for line := 1; scan.Scan(); line++ {
		text, _, _ := strings.Cut(scan.Text(), "#")
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		name, price, ok := strings.Cut(text, ",")
		value, err := decimal.NewFromString(strings.TrimSpace(price))
		if line == 1 && ok && err != nil {
			continue // a heading
		}
		if !ok || err != nil || !value.IsPositive() || !model.ValidPrice(value.InexactFloat64()) {
			return nil, fmt.Errorf("line %d: %q is no coin and price, such as ETH,2500", line, model.CleanText(text))
		}
		out[model.Asset(strings.ToUpper(strings.TrimSpace(name)))] = value.InexactFloat64()
	}
	return out, scan.Err()
}

// noPhase is why prices alone do not say which stage applies.
const noPhase = "prices alone tell no phase; name a stage"

// Offline is a snapshot of nothing but prices: for plans without a market. What a
// market would tell beside them, such as turnover, spreads and volatility, is not
// known in it, and the plan says so.
func Offline(prices map[model.Asset]float64, u *universe.Universe, venue model.Venue, h *model.Holdings) *model.Snapshot {
	s := &model.Snapshot{
		Phase:    model.PhaseView{Phase: model.PhaseUnknown, Why: noPhase, Confidence: model.Unknown(noPhase)},
		Venues:   []model.VenueHealth{{Venue: venue, State: model.LinkLive}},
		Planning: &model.PlanBasis{Holdings: h},
	}
	members := make(map[string][]model.Asset)
	for _, a := range append(append([]model.Asset(nil), u.Benchmark...), u.Candidates()...) {
		price, known := prices[a]
		if !known || len(s.Assets) > 0 && hasAsset(s, a) {
			continue
		}
		sector, child, _ := u.Home(a)
		s.Assets = append(s.Assets, model.AssetView{
			Asset: a, Sector: sector, SubSector: child, Price: model.Known(price),
			Quotes: []model.QuoteView{{Venue: venue, Symbol: usualSymbol(venue, a), Mark: model.Known(price)}},
		})
		for _, name := range []string{sector, child} {
			if name != "" {
				members[name] = append(members[name], a)
			}
		}
	}
	addStrangers(s, prices, u)
	addUnpriced(s, u)
	addHeldContracts(s)
	for _, sector := range u.Sectors {
		s.Sectors = append(s.Sectors, unknownSector(sector.Name, "", members[sector.Name]))
		for _, c := range sector.Children {
			s.Sectors = append(s.Sectors, unknownSector(c.Name, sector.Name, members[c.Name]))
		}
	}
	return s
}

// usualSymbol is how a venue names the perpetual of most coins, for plans that ask
// no venue for its list.
func usualSymbol(venue model.Venue, a model.Asset) string {
	switch venue {
	case model.OKX:
		return string(a) + "-USDT-SWAP"
	case model.Hyperliquid:
		return string(a)
	case model.BingX:
		return string(a) + "-USDT"
	case model.MEXC:
		return string(a) + "_USDT"
	default:
		return string(a) + "USDT"
	}
}

// addStrangers adds the coins held that are in no sector and have a price.
func addStrangers(s *model.Snapshot, prices map[model.Asset]float64, u *universe.Universe) {
	h := s.Planning.Holdings
	if h == nil {
		return
	}
	for i := range h.Spot {
		a := h.Spot[i].Asset
		if _, _, known := u.Home(a); known {
			continue
		}
		if price, given := prices[a]; given && !hasAsset(s, a) {
			s.Assets = append(s.Assets, model.AssetView{Asset: a, Price: model.Known(price)})
		}
	}
}

// addUnpriced lists the coins held that no price is given of; none is waited for.
func addUnpriced(s *model.Snapshot, u *universe.Universe) {
	h := s.Planning.Holdings
	if h == nil {
		return
	}
	for i := range h.Spot {
		a := h.Spot[i].Asset
		if hasAsset(s, a) || !h.Spot[i].Qty.IsPositive() {
			continue
		}
		missing := model.Unpriced{Asset: a, Qty: h.Spot[i].Qty, Why: fmt.Sprintf("no price of %s is given", a)}
		missing.Sector, missing.SubSector, _ = u.Home(a)
		s.Planning.Unpriced = append(s.Planning.Unpriced, missing)
	}
}

// addHeldContracts quotes the contracts that are held at the prices of their coins:
// where nobody is listened to, no venue is silent.
func addHeldContracts(s *model.Snapshot) {
	h := s.Planning.Holdings
	if h == nil {
		return
	}
	for i := range h.Futures {
		l := &h.Futures[i]
		at := slices.IndexFunc(s.Assets, func(v model.AssetView) bool { return v.Asset == l.Asset })
		if at < 0 {
			continue
		}
		if !slices.ContainsFunc(s.Venues, func(v model.VenueHealth) bool { return v.Venue == l.Venue }) {
			s.Venues = append(s.Venues, model.VenueHealth{Venue: l.Venue, State: model.LinkLive})
		}
		v := &s.Assets[at]
		if !slices.ContainsFunc(v.Quotes, func(q model.QuoteView) bool { return q.Venue == l.Venue && q.Symbol == l.Symbol }) {
			v.Quotes = append(v.Quotes, model.QuoteView{Venue: l.Venue, Symbol: l.Symbol, Mark: v.Price})
		}
	}
}

func hasAsset(s *model.Snapshot, a model.Asset) bool {
	for i := range s.Assets {
		if s.Assets[i].Asset == a {
			return true
		}
	}
	return false
}

func unknownSector(name, parent string, members []model.Asset) model.SectorView {
	u := model.Unknown("no market, prices alone")
	return model.SectorView{Sector: name, Parent: parent, Members: members, Momentum: u, Volatility: u, RSI: u, Funding8hPct: u}
}
