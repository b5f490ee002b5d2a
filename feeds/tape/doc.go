// Package tape records what a session hears and plays it back.
//
// A tape holds the raw frames of every socket as they were received, everything
// else the engine was told (lists of contracts, history, slow series, the
// user's events, links, health), and the order in which the engine was given
// all of it: what the handover took in, when it was emptied, when a snapshot
// was made. Playing it back decodes the same frames with the same decoders,
// hands the same events over in the same order and so gives the same snapshots,
// bit for bit.
//
// Answers by REST are on it too, for whoever reads a tape as a report of a fault;
// playing it back passes them by, for what was made of them is told as well.
//
// While a tape is recorded, a second set of decoders hears each frame. An event
// that reached the engine exactly as such a decoder made it is written as a
// reference to its frame; any other is written whole. So what is played back is
// what the engine was told, whatever an adapter did on the way.
//
// On disk a tape is a row of blocks, each packed, checked and stamped with the
// times it covers. Blocks are only ever appended, so a tape that was killed
// ends with its last whole block.
package tape
