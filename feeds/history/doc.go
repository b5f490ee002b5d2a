// Package history keeps the past on disk: closed bars of one hour and of one
// day, settled funding and open interest of every contract that is followed, so
// that a desk which starts again shows its signals at once and asks the venues
// only for what happened meanwhile.
//
// # The file
//
// The store is one SQLite file in WAL mode. Contracts, the stretches that are
// covered, clocks and tallies are rows; the figures themselves lie in blocks of
// a week of hours (32 days of days, two weeks of points), one row a block,
// because every use reads or writes runs of them: a row a bar costs about 62
// bytes and a microsecond each, a block 52 bytes and a fifth of one.
// Every block carries a checksum. Four hours are never stored: they are made of
// hours, and so are days as far as the hours reach.
//
// A contract belongs to a venue and an origin, the address it was heard at: a
// market on loopback never mixes with the real one.
//
// # What is covered
//
// Beside the bars the store keeps for which time a venue has answered. A bar
// that lies in covered time and is not there is a hole of the venue's: nobody
// asks for it again and nothing is put in its place. Time that is not covered
// was never heard of and is asked for at the next start. A bar that comes again
// with other figures replaces what is there and is counted.
//
// # What is given back
//
// At a start the store gives back what the engine would ask the venues for: the
// last 1500 hours and 1000 days, the days of the time since made of hours. That
// is also why the phase and its hysteresis need no storing of their own: they
// are replayed over the same days a first start would load, and come out the
// same.
//
// # Size
//
// A year of hours of 60 coins on seven venues is 193 MB (BenchmarkYearScan).
// Hours, funding and open interest are kept for 400 days, days for ever, and
// contracts nobody follows for 90 days. `eddy history compact` drops what is
// older and gives the room back; the same happens at the start when the file has
// grown beyond its limit of 400 MB, keeping less if need be. The file can be
// deleted at any time: what it held is loaded again.
//
// # Trouble
//
// What a venue corrects replaces what is there and is counted. What is stored of
// a time the venue's clock has not come to, after a clock was wrong or a market
// on loopback began anew, is taken back. One program writes; a second one reads
// and says so. A damaged file is moved
// aside and a new one begun. Where nothing can be written the program goes on
// in memory, says so and tries again.
package history
