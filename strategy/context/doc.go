// Package context keeps the slow series no ticker carries and derives from them
// what the articles' rules ask for: growth of value locked and its acceleration
// (ledger S1-IND-2), the trend of fees and of gas (S1-IND-4), stablecoin supply,
// BTC dominance, sustainable yields (S0-STR2-2) and sentiment.
//
// Every figure stands on points at or before the moment it is asked for, so
// that a replay sees what there was to see. A figure that lacks a point says
// which; a series whose newest point is too old to speak for the moment makes
// its figures stale, not missing; nothing is filled in between.
package context
