// Package macro listens to the slow facts no ticker carries: value locked in
// DeFi, stablecoin supply, fees, yields, market caps, dominance, NFT floors,
// sentiment and the price of gas (venues/context). Each source has its own
// cadence, its own cache on disk and its own state, and none of them can hold
// up another.
//
// # Series
//
// What a source tells travels as model.KindContext with a *model.Context.
// Every series, its unit, how often it is asked for and how far back it goes:
//
//	series                    unit     source      asked   step and depth
//	tvl.total                 usd      defillama   1 h     daily, 3 years; today's last
//	tvl.chain.<chain>         usd      defillama   1 h     daily, 1 year, then what was heard since
//	tvl.category.<category>   usd      defillama   3 h     what was heard since the first start
//	tvl.protocol.<COIN>       usd      defillama   3 h     a day and a week before, then what was heard since
//	fees.total                usd      defillama   6 h     daily sums, 3 years; whole days only
//	stablecoins.total         usd      stablecoins 3 h     daily, 3 years; today's last
//	apy.<project>             percent  yields      3 h     what was heard since the first start
//	apy.total.<project>       percent  yields      3 h     the same
//	cap.<COIN>                usd      coingecko   1 h     a day before, then what was heard since
//	volume.<COIN>             usd      coingecko   1 h     24-hour turnover, what was heard since
//	cap.total                 usd      coingecko   1 h     a day before, then what was heard since
//	volume.total              usd      coingecko   1 h     24-hour turnover, what was heard since
//	dominance.btc             percent  coingecko   1 h     what was heard since the first start
//	dominance.eth             percent  coingecko   1 h     the same
//	cap.defi                  usd      coingecko   6 h     the same
//	dominance.defi            percent  coingecko   6 h     the same
//	nft.floor.<collection>    usd      coingecko   6 h     a day before, then what was heard since
//	nft.volume.<collection>   usd      coingecko   6 h     24-hour turnover, what was heard since
//	fear_greed                index    fear_greed  1 h     daily, 3 years; 0 fear to 100 greed
//	gas.base_fee              gwei     ethereum    10 min  means of 10 min; one a day for 40 days back
//	gas.base_fee.next         gwei     ethereum    10 min  the base fee of the next block; each block on a websocket
//
// <chain> and <category> are in lower case with hyphens for spaces
// ("ethereum", "liquid-staking"), <project> is the yield service's own slug
// ("aave-v3"), <collection> the list's id ("pudgy-penguins"), <COIN> the coin
// in capitals. The chains, projects, coins and collections are those of
// catalogue.go.
//
// apy.<project> is the best sustainable yield of a protocol (ledger S0-STR2-2):
// of its pools with at least 10 million dollars, a month of record and no
// outlier mark, the highest of the lower of today's base yield and the month's
// mean. Reward tokens are not counted: they end. apy.total.<project> is the
// highest yield of the same pools with rewards counted. Context.Note names the
// pool.
//
// # Points
//
// Points are oldest first. One Context carries all that one answer told of a
// series: a first one the whole past, from the cache or the source, later ones what
// is new. A point replaces the one at the
// same time. A Context without points is news of the state alone. Points heard
// in passing are kept one an hour for two days and one a day beyond, so that a
// series never has more than about 1,200.
//
// # States
//
// ContextFresh: the source has answered within twice its cadence. ContextOld:
// it has not; the value comes from the cache. ContextLimited: it asked to be
// left alone; ContextError: it refused or made no sense; with either the last
// points stand and are as old as they are. ContextNone: it answered and has no
// such figure (404 says so too), or is switched off. Asked is the local clock of the last good
// answer, 0 when there was none. Every is the cadence on the local clock.
package macro
