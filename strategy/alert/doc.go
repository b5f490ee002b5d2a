// Package alert decides when something deserves a look. Rules are data: a
// condition over the named inputs, a level at which it is released, how long it
// must hold, how long it then keeps quiet, and how bad it is. The rules that
// ship stand in rules.toml; a playbook's triggers, exits and moves are rules as
// well, and a file of the user's adds to them, replaces one or switches it off.
//
// A rule has at most one open alert for each of its subjects. An alert keeps
// the inputs that fired it as they were. A figure that is missing decides
// nothing: it neither raises nor clears. An alert whose cause comes back while
// the rule still keeps quiet is opened again as the same one, so that a value
// that trembles on a threshold makes one alert for each cooldown and no more.
//
// Nothing here knows the time: rules on closed bars are handed market time,
// live rules the local clock. Nothing here reaches out; how an alert leaves the
// program is another room's business.
package alert
