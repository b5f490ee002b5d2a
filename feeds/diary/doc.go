// Package diary keeps what the user says happened: the events no feed measures
// (the ledger's rows marked E), each with a time, a half-life and a source. It is
// a file of one JSON object a line that only ever grows, so that a kill at any
// byte loses at most the line being written; a line taken back is a line more.
//
// A running desk looks at the file every second, so that what another terminal
// adds shows at once.
package diary
