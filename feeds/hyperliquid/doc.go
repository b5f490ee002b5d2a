// Package hyperliquid hears the perpetual futures of Hyperliquid's first dex:
// mark, oracle and mid prices, hourly funding, open interest, best bid and ask,
// and bars, all from public endpoints.
//
// It follows the pattern of package binance, file by file. What is peculiar
// here (venues/hyperliquid has the whole list): one subscription to a coin the
// venue does not know kills the socket without a word, so only names of the
// venue's own list are asked for and suspects are tried alone (suspects.go);
// funding is paid and told by the hour; contexts carry no time; bars do not say
// when they are closed; a lower-case k counts a thousand coins; there is no last
// price, for which the mid price stands; lists are joined by position.
package hyperliquid
