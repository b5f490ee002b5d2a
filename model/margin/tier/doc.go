// Package tier holds venues' maintenance margin tables: which rate, which
// deduction and which highest leverage apply to a position of a given size.
//
// A Table is immutable once made. A Book finds the table of a symbol; it starts
// from the embedded, dated figures and takes live tables in their place.
package tier
