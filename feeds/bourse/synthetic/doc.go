// Package synthetic makes up a market: a regime chain drives the market factor
// (bitcoin), sector factors follow it with drifts of their own, and every coin
// follows its sector; volume, open interest and funding belong to the prices.
// The model and its figures are those of analytics §9; where a figure was not
// given there the comment beside it says "chosen".
//
// The same seed gives the same tape on every machine: the order of draws is
// fixed, every coin has its own stream, and no result depends on fused
// multiplication or on a processor's own exponential (see exact.go).
package synthetic
