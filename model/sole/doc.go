// Package sole keeps a second program from writing what only one may: the books,
// the alerts.
package sole
