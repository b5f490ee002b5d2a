// Package market is the market behind the embedded exchange, as no venue in
// particular sees it: bars of a Source, the path of prices inside each bar,
// best bid and ask, mark and index, funding, open interest and 24-hour
// figures at any moment.
//
// A Source supplies bars step after step, made up or read from files. A Stage
// holds the source and the present moment; one goroutine moves it on, any
// number read. A View is what one venue sees of the stage, with its own small
// basis, spread and share of the trading. A Pulse turns the passing of market
// time into the list of things a venue has to tell.
//
// Everything here is a pure function of the source and the moment asked for:
// the same moment gives the same figures however often and in whatever order
// they are asked.
package market
