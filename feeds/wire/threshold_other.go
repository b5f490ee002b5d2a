//go:build !linux

package wire

import "net"

// setThreshold does nothing where a threshold that is lowered may leave what
// waits already unheard.
func setThreshold(net.Conn, int) {}
