// Package gate is the door of a venue of the embedded exchange: one listener
// on loopback that takes REST requests and websockets, writes frames to
// clients without ever waiting for one of them, keeps the rules of connections
// (pings, message rates, lifetimes) and stages faults. It knows no venue: what
// is said on a connection is a Protocol's business.
package gate
