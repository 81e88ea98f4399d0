package suite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// dataLock holds the data folder for one process: a second one would wait for ever on the embedded index.
type dataLock struct{ file *os.File }

// lockData locks the folder or says at once who holds it.
func lockData(dir, holder string) (*dataLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	path := filepath.Join(dir, "lock")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock of the data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		who, _ := os.ReadFile(path)
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &HeldError{Dir: dir, Holder: strings.TrimSpace(string(who))}
		}
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(holder+"\n"), 0)
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("write the lock of the data folder: %w", err)
	}
	return &dataLock{f}, nil
}

func (l *dataLock) release() error {
	if l == nil {
		return nil
	}
	if err := l.file.Close(); err != nil { // closing releases the lock; the file stays, so that no two processes lock two files
		return fmt.Errorf("release the data folder: %w", err)
	}
	return nil
}

// HeldError says that another process uses the data folder.
type HeldError struct{ Dir, Holder string }

// Error implements error.
func (e *HeldError) Error() string {
	return fmt.Sprintf("the data folder %s is in use by %s: stop it, call it (CELAV_URL), or take another folder (CELAV_DATA_DIR)", e.Dir, e.Holder)
}
