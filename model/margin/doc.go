// Package margin does the arithmetic of linear perpetual futures: notional,
// initial and maintenance margin, liquidation prices, account ratios, stress
// and funding, isolated and cross, one-way and hedge mode, each venue by its
// own rule. Everything is exact decimal; divisions keep 28 places.
//
// The formulas and the worked numbers the tests hold to are in the project's
// margin reference, quoted as "margin §n". Every price is a MARK price in the
// venue's own units (1000PEPEUSDT in thousands), every amount is in settle
// currency, every rate is a fraction unless its name ends in Pct.
//
// Evaluate turns an Account into a Report. That there is no liquidation price
// is a result of its own, never zero. What cannot be evaluated honestly (no
// mark, unknown tiers, a leverage the venue does not offer) is an *InputError
// that names the position and the field.
//
// Not modelled: partial liquidation, insurance fund, auto-deleveraging, orders
// that hold margin, and contracts margined in the coin.
package margin
