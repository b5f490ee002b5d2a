package wire

import (
	"net"
	"syscall"
)

// setThreshold has the kernel wake the program for a connection only once so
// many bytes wait on it, or it is at its end. What it takes to be woken for each
// packet is most of what a connection costs that nobody reads at the moment.
// One that has no such threshold is left as it is.
func setThreshold(c net.Conn, bytes int) {
	direct, ok := c.(syscall.Conn)
	if !ok {
		return
	}
	raw, err := direct.SyscallConn()
	if err != nil {
		return // it is closed, as the next read tells
	}
	_ = raw.Control(func(fd uintptr) {
		_ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVLOWAT, bytes) // only saves wake-ups
	}) // fails on a closed one, as the next read does
}
