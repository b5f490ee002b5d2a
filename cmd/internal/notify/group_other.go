//go:build !unix

package notify

import "os/exec"

// endAll has nothing to add where there are no process groups: the command
// itself is ended.
func endAll(*exec.Cmd) {}
