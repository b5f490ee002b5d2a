// Package bingx hears BingX's linear perpetual contracts: mark and index prices,
// funding, best bid and ask, 24-hour figures, bars and open interest, all from
// public endpoints. It follows the pattern that feeds/binance explains.
//
// What is peculiar here (venues/bingx has the whole list): every frame of the
// server is packed, even its bare Ping, which wants a bare Pong in plain text;
// one request asks for one topic and its answer names only the request; capital
// A and B are prices in a ticker and sizes in bookTicker; a best bid and ask may
// be minutes old under a fresh push time; bars never say that they are closed;
// depth lists the worst ask first; index price, funding and open interest exist
// only by REST, the last in dollars; refusals come with HTTP status 200.
package bingx
