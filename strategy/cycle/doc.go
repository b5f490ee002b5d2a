// Package cycle tells two states beside the phase: where money stands between
// layer ones and DeFi (ledger S1-CYC-1 to 3), and which narrative leads between
// AI and DeFi (S2-PH-1, S2-PH-2), both after analytics §4.4.
//
// A state is a condition over the sectors' closed days. Several pieces make a
// condition; a piece whose input is missing is left out and said to be unknown,
// and the others decide, but the rotation has to be known. A state begins when
// its condition came first on three closes in a row and the state before it is
// seven closes old; it then stays until another one is confirmed, for the
// articles name no way out of a state but into the next. The order is not
// forced: a jump is allowed and marked.
//
// These states rank below the phase, and the narrative below the cycle
// (analytics §4.4): where they disagree with it, the phase decides.
package cycle
