// Package sector builds sector indices from the closes of their members.
//
// An index is a chain of returns (analytics §2.4): weights are fixed at a
// review and drift with the prices until the next one; each bar's return is the
// weighted mean of the members' simple returns. Coming and going members never
// move the level. A member that did not print leaves the bar and books its
// whole move when it prints again.
package sector
