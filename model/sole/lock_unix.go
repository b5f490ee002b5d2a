//go:build unix

package sole

import (
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"

	"eddy/model"
)

// Lock keeps a second program from writing. The system lets go of it when the
// program ends, however it ends.
type Lock struct{ file *os.File }

// Take takes the lock, or says whose it is: a nil lock without an error.
func Take(path string) (l *Lock, owner string, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, "", err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		text, _ := io.ReadAll(io.LimitReader(f, 32)) // whose it is, is only a courtesy
		return nil, strings.TrimSpace(model.CleanText(string(text))), f.Close()
	}
	if err != nil {
		return nil, "", errors.Join(err, f.Close())
	}
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		return nil, "", errors.Join(err, f.Close())
	}
	return &Lock{f}, "", nil
}

// Release lets go of the lock.
func (l *Lock) Release() error { return l.file.Close() }
