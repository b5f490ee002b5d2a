// Package okx hears OKX's derivatives: mark and index prices, funding, best bid
// and ask, 24-hour figures, bars and open interest, all from public endpoints.
//
// It follows the pattern of package binance: decode.go turns frames into events
// and does nothing else; instruments.go reads the venue's list of contracts;
// endpoints.go and subscribe.go say where to ask and how; history.go says what
// is fetched by REST; venue.go puts them together.
//
// What is peculiar here (venues/okx has the whole list): every number is text
// and "" means that there is none; "nextFundingTime" is the settlement after
// the next one; open interest and volume count contracts, with the coins beside
// them under another name whose meaning differs between spot and swaps; the
// index is told by the name of a pair, not of a contract; bars come over a
// socket of their own, and those of a day open at midnight in Hong Kong unless
// the name says utc; the heartbeat is bare text.
package okx
