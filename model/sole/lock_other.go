//go:build !unix

package sole

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"eddy/model"
)

// Lock keeps a second program from writing: a file that only one can make. A
// program that was killed leaves it behind; it is removed by hand then.
type Lock struct {
	file *os.File
	path string
}

// Take takes the lock, or says whose it is: a nil lock without an error.
func Take(path string) (l *Lock, owner string, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		text, _ := os.ReadFile(path) // whose it is, is only a courtesy
		return nil, strings.TrimSpace(model.CleanText(string(text))), nil
	}
	if err != nil {
		return nil, "", err
	}
	if _, err := f.WriteString(strconv.Itoa(os.Getpid()) + "\n"); err != nil {
		return nil, "", errors.Join(err, f.Close())
	}
	return &Lock{f, path}, "", nil
}

// Release lets go of the lock.
func (l *Lock) Release() error { return errors.Join(l.file.Close(), os.Remove(l.path)) }
