// Package binance hears Binance USD-M futures: mark and index prices, funding,
// best bid and ask, 24-hour figures, bars and open interest, all from public
// endpoints.
//
// The package is the pattern for every adapter. decode.go turns frames into
// events and does nothing else; instruments.go reads the venue's list of
// contracts; endpoints.go and subscribe.go say where to ask and how; history.go
// and poll.go say what is fetched by REST; venue.go puts them together. What is
// not Binance's own lives elsewhere: sockets in wire, REST manners in rest,
// which contract stands for a coin in roster, the order of loading the past in
// backfill.
//
// What is peculiar here (venues/binance has the whole list): market data is
// split over two routes and a stream on the wrong one is acknowledged and then
// silent for ever; keys differ only by case; arrays are shards; coin-margined
// contracts ride along with st = 2; open interest exists only by REST; the
// funding interval is told by nobody and has to be seen.
package binance
