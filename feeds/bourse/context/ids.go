package context

import "strconv"

// ids are the coins of the embedded taxonomy by the id the cap service has for
// them.
var ids = [][2]string{
	{"BTC", "bitcoin"}, {"ETH", "ethereum"}, {"SOL", "solana"}, {"ADA", "cardano"}, {"SUI", "sui"},
	{"AVAX", "avalanche-2"}, {"NEAR", "near"}, {"DOT", "polkadot"}, {"APT", "aptos"}, {"ATOM", "cosmos"},
	{"BNB", "binancecoin"}, {"ARB", "arbitrum"}, {"OP", "optimism"}, {"POL", "polygon-ecosystem-token"},
	{"STRK", "starknet"}, {"MATIC", "matic-network"}, {"FIL", "filecoin"}, {"AR", "arweave"}, {"STORJ", "storj"},
	{"LINK", "chainlink"}, {"PYTH", "pyth-network"}, {"AAVE", "aave"}, {"UNI", "uniswap"}, {"ENA", "ethena"},
	{"CRV", "curve-dao-token"}, {"LDO", "lido-dao"}, {"JUP", "jupiter-exchange-solana"}, {"MORPHO", "morpho"},
	{"PENDLE", "pendle"}, {"DYDX", "dydx-chain"}, {"COMP", "compound-governance-token"}, {"ETHFI", "ether-fi"},
	{"SNX", "havven"}, {"SKY", "sky"}, {"CAKE", "pancakeswap-token"}, {"ONDO", "ondo-finance"}, {"SUSHI", "sushi"},
	{"AERO", "aerodrome-finance"}, {"MKR", "maker"}, {"PENGU", "pudgy-penguins"}, {"AXS", "axie-infinity"},
	{"GALA", "gala"}, {"SAND", "the-sandbox"}, {"APE", "apecoin"}, {"ME", "magic-eden"}, {"MANA", "decentraland"},
	{"IMX", "immutable-x"}, {"BLUR", "blur"}, {"YGG", "yield-guild-games"}, {"CHZ", "chiliz"}, {"SUPER", "superfarm"},
	{"BEAMX", "beam-2"}, {"RONIN", "ronin"}, {"ILV", "illuvium"}, {"ENJ", "enjincoin"}, {"TAO", "bittensor"},
	{"WLD", "worldcoin-wld"}, {"VIRTUAL", "virtual-protocol"}, {"RENDER", "render-token"}, {"FET", "fetch-ai"},
	{"AIXBT", "aixbt"}, {"ARKM", "arkham"}, {"GRT", "the-graph"}, {"IO", "io"}, {"GRASS", "grass"}, {"KAITO", "kaito"},
	{"THETA", "theta-token"}, {"AKT", "akash-network"}, {"ICP", "internet-computer"}, {"AGIX", "singularitynet"},
	{"OCEAN", "ocean-protocol"},
}

// digits writes a number as the cap service writes its sums: in quotes, with
// more digits than mean anything.
func digits(v float64) string { return strconv.FormatFloat(v, 'f', 20, 64) }
