package history

import (
	"context"
	"database/sql"
	"errors"
)

// lock says which program writes. It is a transaction held open on an empty
// database beside the store: the system gives it up when the program ends,
// however it ends, and readers of the store are not kept out by it.
type lock struct {
	db *sql.DB
	tx *sql.Tx
}

// takeLock takes the lock of a store, or says that another holds it.
func takeLock(ctx context.Context, path string) (*lock, error) {
	db, err := connect(path+".lock", "_txlock=exclusive&_pragma=busy_timeout(100)")
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil) // a context that ends would give the lock up
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &lock{db, tx}, nil
}

func (l *lock) release() error {
	if l == nil {
		return nil
	}
	return errors.Join(l.tx.Rollback(), l.db.Close())
}
