// Package risk is the JSON form of the margin arithmetic: what `eddy risk`
// reads and writes. Money, prices and sizes are decimal strings, ratios and
// percentages JSON numbers; null is "does not apply" and {"unknown":"why"} is
// never replaced by a made-up figure.
package risk
