// Package rest is a polite REST client. It knows no venue: an adapter says
// where the host is, how much weight a second it grants and what an error looks
// like inside an answer. The client paces requests by weight, obeys Retry-After
// for everything it still has to send, tries transient failures again a few
// times, and caps what it reads.
package rest
