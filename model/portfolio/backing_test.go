package portfolio_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
)

// No dollar backs two venues: placed cash backs its own, posted margin comes
// first, the rest goes by what cross legs posted.
func TestBack(t *testing.T) {
	num := decimal.RequireFromString
	placed := []portfolio.Wallet{{Venue: model.OKX, Amount: num("3000")}}
	accounts := []portfolio.Backing{
		{Venue: model.Binance, Isolated: num("1000"), Cross: num("300")},
		{Venue: model.Bybit, Cross: num("100")},
		{Venue: model.OKX, Isolated: num("50"), Cross: num("500")},
		{Venue: model.MEXC, Isolated: num("200")},
	}
	portfolio.Back(num("10000"), placed, accounts)
	// 10000 - 3000 placed - 1200 isolated = 5800 free, three quarters of it behind Binance
	for i, want := range []string{"5350", "1450", "3000", "200"} {
		if !accounts[i].Wallet.Equal(num(want)) {
			t.Errorf("%s: %s, want %s", accounts[i].Venue, accounts[i].Wallet, want)
		}
	}
	if accounts[2].Basis != "the books" || accounts[3].Basis != "what its isolated legs posted" {
		t.Errorf("%q, %q", accounts[2].Basis, accounts[3].Basis)
	}
	portfolio.Back(num("100"), nil, accounts[:2])
	if got := accounts[1].Wallet; !got.IsZero() {
		t.Errorf("less cash than was posted leaves %s for cross legs", got)
	}
}
