// Package bybit hears Bybit's linear contracts (v5): mark and index prices,
// funding with its interval, open interest, best bid and ask, 24-hour figures
// and bars, all from public endpoints.
//
// The files are those of every adapter: decode.go turns frames into events,
// instruments.go reads the venue's list of contracts, endpoints.go and
// subscribe.go say where to ask and how, history.go and poll.go what is fetched
// by REST, and venue.go puts them together.
//
// What is peculiar here (venues/bybit has the whole list): a ticker is a
// snapshot followed by deltas that carry only what changed; open interest
// counts both sides; one topic the venue does not know refuses the whole
// request; data may come before the acknowledgement; lists come newest first;
// refusals come with HTTP 200; funding intervals are minutes in lists and hours
// in tickers; and frames of spot look like those of linear contracts.
package bybit
