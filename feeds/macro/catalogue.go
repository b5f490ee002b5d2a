package macro

import "eddy/model"

// chain is a chain whose locked value is followed, with every name the source
// has for it: the names differ between its own lists (venues/context §1).
type chain struct {
	slug  string
	names []string // the first one goes into a path
}

// chains are those of the layer-1 and layer-2 members of the embedded taxonomy,
// and the largest others.
var chains = []chain{
	{"ethereum", []string{"Ethereum"}},
	{"solana", []string{"Solana"}},
	{"avalanche", []string{"Avalanche", "avax"}},
	{"sui", []string{"Sui"}},
	{"cardano", []string{"Cardano"}},
	{"near", []string{"Near"}},
	{"aptos", []string{"Aptos"}},
	{"bsc", []string{"BSC", "Binance"}},
	{"arbitrum", []string{"Arbitrum"}},
	{"optimism", []string{"Optimism", "OP Mainnet"}},
	{"base", []string{"Base"}},
	{"polygon", []string{"Polygon"}},
}

// categories are the kinds of protocols the articles speak of (ledger S0-SEC-4,
// S0-PHASE-2): slug of the series and name in the list.
var categories = map[string]model.Series{
	"Lending":        "tvl.category.lending",
	"Dexs":           "tvl.category.dexs",
	"Liquid Staking": "tvl.category.liquid-staking",
	"Derivatives":    "tvl.category.derivatives",
	"Yield":          "tvl.category.yield",
	"CDP":            "tvl.category.cdp",
	"Restaking":      "tvl.category.restaking",
	"RWA":            "tvl.category.rwa",
}

// protocols says under which slugs, or slugs of a parent, the list of protocols
// carries the coins of the DeFi sector.
var protocols = map[string]model.Asset{
	"aave": "AAVE", "aave-v2": "AAVE", "aave-v3": "AAVE",
	"uniswap": "UNI", "uniswap-v2": "UNI", "uniswap-v3": "UNI", "uniswap-v4": "UNI",
	"ethena": "ENA", "ethena-usde": "ENA",
	"curve-finance": "CRV", "curve-dex": "CRV",
	"lido":    "LDO",
	"jupiter": "JUP", "jupiter-perpetual-exchange": "JUP",
	"morpho": "MORPHO", "morpho-blue": "MORPHO", "morpho-v1": "MORPHO",
	"pendle": "PENDLE",
	"dydx":   "DYDX", "dydx-v4": "DYDX",
	"compound-finance": "COMP", "compound-v2": "COMP", "compound-v3": "COMP",
	"ether.fi": "ETHFI", "ether.fi-stake": "ETHFI",
	"synthetix": "SNX",
	"sky":       "SKY", "sky-lending": "SKY", "makerdao": "SKY",
	"pancakeswap": "CAKE",
	"ondo":        "ONDO", "ondo-finance": "ONDO", "ondo-yield-assets": "ONDO",
	"sushi": "SUSHI", "sushiswap": "SUSHI",
	"aerodrome": "AERO", "aerodrome-v1": "AERO", "aerodrome-slipstream": "AERO",
}

// yieldProjects are the protocols of the DeFi sector by the yield service's own
// slugs.
var yieldProjects = []string{
	"aave-v3", "uniswap-v3", "ethena-usde", "curve-dex", "lido", "jupiter-lend", "morpho-v1", "pendle", "compound-v3",
	"ether.fi-stake", "sky-lending", "pancakeswap-amm-v3", "ondo-yield-assets", "sushiswap", "aerodrome-slipstream",
}

// collections are NFT collections whose floors are read: the articles' NFT
// sector trades as proxies only (ledger C-14).
var collections = []string{"pudgy-penguins", "bored-ape-yacht-club", "cryptopunks", "azuki"}

// geckoIDs are the coins of the embedded taxonomy by the id the cap service has
// for them.
var geckoIDs = map[model.Asset]string{
	"BTC": "bitcoin", "ETH": "ethereum",
	"SOL": "solana", "ADA": "cardano", "SUI": "sui", "AVAX": "avalanche-2", "NEAR": "near", "DOT": "polkadot",
	"APT": "aptos", "ATOM": "cosmos", "BNB": "binancecoin",
	"ARB": "arbitrum", "OP": "optimism", "POL": "polygon-ecosystem-token", "STRK": "starknet", "MATIC": "matic-network",
	"FIL": "filecoin", "AR": "arweave", "STORJ": "storj", "LINK": "chainlink", "PYTH": "pyth-network",
	"AAVE": "aave", "UNI": "uniswap", "ENA": "ethena", "CRV": "curve-dao-token", "LDO": "lido-dao",
	"JUP": "jupiter-exchange-solana", "MORPHO": "morpho", "PENDLE": "pendle", "DYDX": "dydx-chain",
	"COMP": "compound-governance-token", "ETHFI": "ether-fi", "SNX": "havven", "SKY": "sky", "CAKE": "pancakeswap-token",
	"ONDO": "ondo-finance", "SUSHI": "sushi", "AERO": "aerodrome-finance", "MKR": "maker",
	"PENGU": "pudgy-penguins", "AXS": "axie-infinity", "GALA": "gala", "SAND": "the-sandbox", "APE": "apecoin",
	"ME": "magic-eden", "MANA": "decentraland", "IMX": "immutable-x", "BLUR": "blur", "YGG": "yield-guild-games",
	"CHZ": "chiliz", "SUPER": "superfarm", "BEAMX": "beam-2", "RONIN": "ronin", "ILV": "illuvium", "ENJ": "enjincoin",
	"TAO": "bittensor", "WLD": "worldcoin-wld", "VIRTUAL": "virtual-protocol", "RENDER": "render-token", "FET": "fetch-ai",
	"AIXBT": "aixbt", "ARKM": "arkham", "GRT": "the-graph", "IO": "io", "GRASS": "grass", "KAITO": "kaito",
	"THETA": "theta-token", "AKT": "akash-network", "ICP": "internet-computer", "AGIX": "singularitynet", "OCEAN": "ocean-protocol",
}
