package strategy_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// What the user writes into the books is what the next snapshot plans with, to
// the last digit; a contract's steps are told per coin.
func TestHoldingsAndContractsOfPlans(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	book, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	cash := decimal.RequireFromString("12345.678901234567")
	e, err := strategy.New(strategy.Config{
		Universe: u, Playbook: book, Profile: "standard", Venues: []model.Venue{model.Binance},
		Portfolio: &portfolio.Portfolio{Cash: cash},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Snapshot().Planning.Holdings; got == nil || !got.Cash.Equal(cash) {
		t.Fatalf("holdings: %+v, want cash %s", got, cash)
	}
	books, err := ledger.Opening(&portfolio.Portfolio{Cash: decimal.NewFromInt(500)}, 1)
	if err != nil {
		t.Fatal(err)
	}
	e.Apply(&model.Event{Kind: model.KindPortfolio, Detail: books})
	if got := e.Snapshot().Planning.Holdings; !got.Cash.Equal(decimal.NewFromInt(500)) {
		t.Errorf("after the books changed: %s", got.Cash)
	}
	e.Apply(&model.Event{Kind: model.KindPortfolio, Detail: "nonsense"})
	if got := e.Snapshot().Planning.Holdings; !got.Cash.Equal(decimal.NewFromInt(500)) {
		t.Errorf("after nonsense: %s", got.Cash)
	}

	tenth := decimal.RequireFromString("0.1")
	e.Apply(&model.Event{Kind: model.KindInstruments, Venue: model.Binance, Detail: []model.Instrument{{
		Venue: model.Binance, Symbol: "ETHUSDT", Asset: "ETH", Kind: model.ContractPerpetual, Trading: true,
		Multiplier: 10, ContractSize: 10, Lot: tenth, Tick: tenth, TakerFee: decimal.NewNullDecimal(decimal.Zero),
	}}})
	list := e.Snapshot().Planning.Contracts
	if len(list) != 1 || !list[0].Lot.Decimal.Equal(decimal.NewFromInt(1)) || !list[0].Tick.Decimal.Equal(decimal.RequireFromString("0.01")) || list[0].MinNotional.Valid {
		t.Errorf("contracts: %+v", list)
	}
	if len(list) == 1 && !list[0].TakerFee.Valid {
		t.Error("a fee of nothing is taken for one that is not known")
	}
	if len(list) == 1 && len(list[0].Tiers) == 0 {
		t.Error("the embedded brackets of ETHUSDT are not told")
	}
}
