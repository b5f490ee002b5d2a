// Package wire keeps one websocket session alive. It knows no venue: an
// adapter says where to dial, how to ask for streams, how to keep the
// connection awake and what to do with a frame; the Session dials, asks, asks
// again after every reconnect, paces what it sends, notices silence of the
// socket and of each stream, and counts.
//
// Two goroutines serve a connection: the caller's own, inside Run, reads and
// calls Handle; a keeper writes, pings and watches. Both are gone when Run
// returns.
package wire
