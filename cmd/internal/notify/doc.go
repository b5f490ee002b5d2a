// Package notify takes alerts out of the program: a bell, the terminal's own
// notifications, the desktop's, a command of the user's, a webhook. Each channel
// has a queue and a goroutine of its own, a time limit and a cap per hour, so
// that one that hangs holds up neither the others nor the desk; what it lost and
// what went wrong is counted and told. Texts are cleaned before they come here
// and once more where a channel has a syntax of its own.
package notify
