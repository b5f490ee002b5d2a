// Package risk holds the panes of the Risk view: the futures legs, the slider
// that asks what another leverage would do, the accounts, and the portfolio
// under stress. What is asked is worked out by package model/margin, exactly, on
// the legs and marks of the snapshot.
package risk
