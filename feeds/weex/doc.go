// Package weex hears WEEX's USDT-margined contracts (V3): last, mark and index
// prices, best bid and ask, 24-hour figures, bars, funding and open interest,
// all from public endpoints.
//
// The files are those of every adapter: decode.go turns frames into events,
// instruments.go reads the venue's list of contracts, endpoints.go and
// subscribe.go say where to ask and how, history.go and poll.go what is fetched
// by REST, and venue.go puts them together.
//
// What is peculiar here (venues/weex has the whole list): keys differ only by
// case; a change of a book chains to the one before by an equal id; best bid
// and ask exist only as a book; bars never say that they are closed; funding
// and open interest exist only by REST, where prices are a minute old; the
// sixth refusal closes the socket, so what was refused is never asked for
// again; and the server's pings are answered with a frame of text.
package weex
