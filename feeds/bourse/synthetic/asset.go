package synthetic

import "eddy/model"

// Sector is the sector factor a coin follows.
type Sector uint8

// The sector factors. Bitcoin is the market itself.
const (
	Infrastructure Sector = iota
	DeFi
	NFT
	AI
	sectors // how many there are

	Market = sectors
)

// AssetSpec is one coin of the market.
type AssetSpec struct {
	Asset    model.Asset
	Sector   Sector
	Price    float64 // US dollars where market time begins
	Turnover float64 // typical turnover of a day, million US dollars
	Interest float64 // typical open interest, million US dollars
	FundingH int     // hours between settlements

	Beta float64 // to the sector; 0 = drawn from 1 ± 0.15
	Idio float64 // own volatility a year; 0 = drawn around the sector's
}

// major tells whether the tighter funding cap holds for the coin.
func (a AssetSpec) major() bool { return a.Turnover >= 200 }

// DefaultAssets returns the members of analytics §2.2 and bitcoin. Turnover
// and open interest are its table's; bitcoin's, all prices and the funding
// intervals are chosen (four hours is the commonest interval, eight that of
// the older contracts: analytics §8.1).
func DefaultAssets() []AssetSpec {
	return []AssetSpec{
		{Asset: "BTC", Sector: Market, Price: 91_240, Turnover: 16_500, Interest: 7_100, FundingH: 8},

		{Asset: "ETH", Sector: Infrastructure, Price: 3_118, Turnover: 11_223, Interest: 4_793, FundingH: 8, Beta: 0.92, Idio: 0.28},
		{Asset: "SOL", Sector: Infrastructure, Price: 132.4, Turnover: 2_259, Interest: 767, FundingH: 8},
		{Asset: "ADA", Sector: Infrastructure, Price: 0.3912, Turnover: 209, Interest: 91, FundingH: 8},
		{Asset: "SUI", Sector: Infrastructure, Price: 1.672, Turnover: 203, Interest: 89, FundingH: 8},
		{Asset: "AVAX", Sector: Infrastructure, Price: 13.85, Turnover: 148, Interest: 74, FundingH: 8},
		{Asset: "ARB", Sector: Infrastructure, Price: 0.2043, Turnover: 47, Interest: 22, FundingH: 8},
		{Asset: "OP", Sector: Infrastructure, Price: 0.2987, Turnover: 44, Interest: 15, FundingH: 8},
		{Asset: "FIL", Sector: Infrastructure, Price: 1.418, Turnover: 115, Interest: 36, FundingH: 8},
		{Asset: "AR", Sector: Infrastructure, Price: 3.764, Turnover: 7.2, Interest: 3.6, FundingH: 8},
		{Asset: "LINK", Sector: Infrastructure, Price: 13.21, Turnover: 128, Interest: 80, FundingH: 8},

		{Asset: "AAVE", Sector: DeFi, Price: 164.9, Turnover: 84, Interest: 38, FundingH: 8},
		{Asset: "UNI", Sector: DeFi, Price: 5.873, Turnover: 66, Interest: 81, FundingH: 8},
		{Asset: "ENA", Sector: DeFi, Price: 0.2318, Turnover: 80, Interest: 56, FundingH: 4},
		{Asset: "CRV", Sector: DeFi, Price: 0.4026, Turnover: 34, Interest: 20, FundingH: 8},
		{Asset: "LDO", Sector: DeFi, Price: 0.6154, Turnover: 16, Interest: 9, FundingH: 8},
		{Asset: "JUP", Sector: DeFi, Price: 0.2071, Turnover: 15, Interest: 13, FundingH: 4},
		{Asset: "MORPHO", Sector: DeFi, Price: 1.243, Turnover: 13, Interest: 8, FundingH: 4},
		{Asset: "PENDLE", Sector: DeFi, Price: 1.982, Turnover: 11, Interest: 10, FundingH: 4},
		{Asset: "DYDX", Sector: DeFi, Price: 0.1847, Turnover: 9.9, Interest: 4.2, FundingH: 8},
		{Asset: "COMP", Sector: DeFi, Price: 27.36, Turnover: 5.9, Interest: 4.2, FundingH: 8},

		{Asset: "PENGU", Sector: NFT, Price: 0.01042, Turnover: 50, Interest: 18, FundingH: 4},
		{Asset: "AXS", Sector: NFT, Price: 0.9417, Turnover: 38, Interest: 16, FundingH: 8},
		{Asset: "GALA", Sector: NFT, Price: 0.006835, Turnover: 29, Interest: 7, FundingH: 8},
		{Asset: "SAND", Sector: NFT, Price: 0.1239, Turnover: 14, Interest: 7, FundingH: 8},
		{Asset: "APE", Sector: NFT, Price: 0.2154, Turnover: 8.2, Interest: 6.2, FundingH: 8},
		{Asset: "ME", Sector: NFT, Price: 0.2706, Turnover: 5.3, Interest: 3.3, FundingH: 4},
		{Asset: "MANA", Sector: NFT, Price: 0.1288, Turnover: 5.0, Interest: 3.2, FundingH: 8},
		{Asset: "IMX", Sector: NFT, Price: 0.2533, Turnover: 4.6, Interest: 3.5, FundingH: 8},
		{Asset: "BLUR", Sector: NFT, Price: 0.03127, Turnover: 1.5, Interest: 1.8, FundingH: 4},

		{Asset: "TAO", Sector: AI, Price: 238.6, Turnover: 116, Interest: 76, FundingH: 4},
		{Asset: "WLD", Sector: AI, Price: 0.5362, Turnover: 62, Interest: 46, FundingH: 8},
		{Asset: "VIRTUAL", Sector: AI, Price: 0.7291, Turnover: 41, Interest: 17, FundingH: 4},
		{Asset: "RENDER", Sector: AI, Price: 1.573, Turnover: 23, Interest: 14, FundingH: 8},
		{Asset: "FET", Sector: AI, Price: 0.2249, Turnover: 21, Interest: 29, FundingH: 8},
		{Asset: "AIXBT", Sector: AI, Price: 0.03318, Turnover: 6.8, Interest: 2.1, FundingH: 4},
		{Asset: "ARKM", Sector: AI, Price: 0.2055, Turnover: 5.7, Interest: 2.6, FundingH: 8},
		{Asset: "GRT", Sector: AI, Price: 0.03871, Turnover: 5.4, Interest: 3.0, FundingH: 8},
		{Asset: "IO", Sector: AI, Price: 0.1584, Turnover: 3.5, Interest: 2.0, FundingH: 4},
	}
}

// ReserveAssets returns coins of the reserves of analytics §2.2 that make the
// default market one of sixty: a desk that has much to follow. Their figures
// are chosen.
func ReserveAssets() []AssetSpec {
	return []AssetSpec{
		{Asset: "NEAR", Sector: Infrastructure, Price: 1.742, Turnover: 95, Interest: 41, FundingH: 8},
		{Asset: "DOT", Sector: Infrastructure, Price: 2.064, Turnover: 88, Interest: 47, FundingH: 8},
		{Asset: "APT", Sector: Infrastructure, Price: 1.836, Turnover: 52, Interest: 26, FundingH: 8},
		{Asset: "POL", Sector: Infrastructure, Price: 0.1243, Turnover: 27, Interest: 12, FundingH: 8},
		{Asset: "STRK", Sector: Infrastructure, Price: 0.1092, Turnover: 31, Interest: 14, FundingH: 4},
		{Asset: "STORJ", Sector: Infrastructure, Price: 0.1471, Turnover: 4.1, Interest: 2.2, FundingH: 8},
		{Asset: "PYTH", Sector: Infrastructure, Price: 0.0712, Turnover: 13, Interest: 8.4, FundingH: 4},

		{Asset: "ETHFI", Sector: DeFi, Price: 0.7831, Turnover: 24, Interest: 13, FundingH: 4},
		{Asset: "SNX", Sector: DeFi, Price: 0.4927, Turnover: 11, Interest: 5.2, FundingH: 8},
		{Asset: "SKY", Sector: DeFi, Price: 0.05316, Turnover: 3.4, Interest: 2.9, FundingH: 4},
		{Asset: "CAKE", Sector: DeFi, Price: 2.131, Turnover: 14, Interest: 9.1, FundingH: 8},
		{Asset: "ONDO", Sector: DeFi, Price: 0.4412, Turnover: 39, Interest: 24, FundingH: 4},
		{Asset: "AERO", Sector: DeFi, Price: 0.6204, Turnover: 12, Interest: 6.6, FundingH: 4},

		{Asset: "YGG", Sector: NFT, Price: 0.07433, Turnover: 2.9, Interest: 1.7, FundingH: 4},
		{Asset: "CHZ", Sector: NFT, Price: 0.03172, Turnover: 12, Interest: 7.3, FundingH: 8},
		{Asset: "SUPER", Sector: NFT, Price: 0.2638, Turnover: 2.1, Interest: 1.4, FundingH: 4},
		{Asset: "ILV", Sector: NFT, Price: 7.914, Turnover: 1.6, Interest: 1.1, FundingH: 8},

		{Asset: "GRASS", Sector: AI, Price: 0.3129, Turnover: 7.7, Interest: 4.5, FundingH: 4},
		{Asset: "KAITO", Sector: AI, Price: 0.5604, Turnover: 17, Interest: 7.9, FundingH: 4},
		{Asset: "THETA", Sector: AI, Price: 0.3308, Turnover: 6.2, Interest: 3.8, FundingH: 8},
		{Asset: "ICP", Sector: AI, Price: 3.247, Turnover: 46, Interest: 19, FundingH: 8},
	}
}

// priceDecimals gives a tick of one to ten parts in a million of the price.
func priceDecimals(price float64) int {
	d := 0
	for tick := 1.0; tick > price/100_000 && d < 9; d++ {
		tick /= 10
	}
	return d
}

// lotDecimals gives a lot worth a few dollars at most.
func lotDecimals(price float64) int {
	d := 0
	for lot := price; lot > 100 && d < 3; d++ {
		lot /= 10
	}
	return d
}
