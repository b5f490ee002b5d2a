// Package barfile reads recorded bars from a folder and makes them a market of
// the embedded exchange.
//
// The folder holds one file a coin, BTC.csv or BTC.csv.gz, whose first line
// names the columns:
//
//	ts,open,high,low,close,volume      ts: Unix milliseconds UTC of the opening
//	date,open,high,low,close,volume    date: 2021-05-19, a UTC day
//
// volume counts coins; volume_usd may stand in its place, market_cap_usd is
// passed over. All files of a folder have bars of one length. Two sub-folders
// may lie beside them: funding/ with ts,rate (fraction per interval, at the
// time it was settled) and open_interest/ with ts,open_interest (coins).
//
// Nothing is filled in: an hour without a bar has no trade, a coin without a
// funding file has no funding. A file that is broken is refused with its name,
// the line and what is wrong with it.
package barfile
