// Package station is what every adapter is made of around its sockets and its
// decoder: it runs the parts of a venue, lets out what they heard and what they
// loaded, and notices when a bar was missed. What to ask a venue, and how, is
// for its adapter to say.
package station
