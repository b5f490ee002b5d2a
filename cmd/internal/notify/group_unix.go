//go:build unix

package notify

import (
	"os/exec"
	"syscall"
)

// endAll lets a command run in a group of its own, all of which ends with it.
func endAll(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
