// Package input is the catalogue of named figures a playbook's conditions may
// use, and the frame that holds their values at one moment. Names read like
// defi.rsi_1d, market.drawdown, coin.AAVE.funding_z or event.ai.partnership;
// sectors come from the universe, so a user's own taxonomy has its own names.
// The catalogue says what exists; the engine fills what it knows. A figure
// nobody filled is absent, never zero.
package input
