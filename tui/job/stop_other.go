//go:build !unix

package job

import "errors"

// CanStop tells whether the system has such a thing.
const CanStop = false

// stop says that this system has no way to do it.
func stop() error { return errors.ErrUnsupported }
