// Package mexc hears MEXC's perpetual contracts: last, mark and index prices,
// best bid and ask, funding, open interest and bars, all from public endpoints.
//
// It follows the pattern of package binance: decode.go turns frames into events
// and does nothing else; instruments.go reads the venue's list of contracts;
// endpoints.go and subscribe.go say where to ask and how; history.go and poll.go
// say what is fetched by REST; venue.go puts them together.
//
// What is peculiar here (venues/mexc has the whole list): every size counts
// contracts, and only the list of contracts tells how many coins one is; numbers
// are bare, some with exponents; data may come before the channel they belong
// to; bars count time in seconds and never say that they are closed; the client
// has to ping or is cut although data flow; acknowledgements name no contract;
// and how often funding is settled is told by REST alone.
package mexc
