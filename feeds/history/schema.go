package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
)

// version of the file's tables. A file of a later version is left alone.
const version = 1

// application marks the file as ours, see PRAGMA application_id: "eddy".
const application = 0x65646479

const tables = `
CREATE TABLE contract (
	id         INTEGER PRIMARY KEY,
	venue      TEXT NOT NULL,
	origin     TEXT NOT NULL,
	symbol     TEXT NOT NULL,
	asset      TEXT NOT NULL,
	multiplier REAL NOT NULL,
	followed   INTEGER NOT NULL,
	UNIQUE (venue, origin, symbol)
);
CREATE TABLE block (
	id   INTEGER PRIMARY KEY, -- contract << 24 | sort << 20 | number
	data BLOB NOT NULL
);
CREATE TABLE cover (
	contract INTEGER NOT NULL,
	sort     INTEGER NOT NULL,
	since    INTEGER NOT NULL,
	until    INTEGER NOT NULL,
	PRIMARY KEY (contract, sort, since)
) WITHOUT ROWID;
CREATE TABLE clock (
	venue  TEXT NOT NULL,
	origin TEXT NOT NULL,
	market INTEGER NOT NULL,
	local  INTEGER NOT NULL,
	PRIMARY KEY (venue, origin)
) WITHOUT ROWID;
CREATE TABLE tally (
	name TEXT PRIMARY KEY,
	n    INTEGER NOT NULL
) WITHOUT ROWID;
`

// SQLite's primary result codes that are told apart.
const (
	codeBusy    = 5
	codeLocked  = 6
	codeCorrupt = 11
	codeNotADB  = 26
)

// codeOf returns SQLite's primary result code of an error, 0 for none of its.
func codeOf(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// errDamaged marks a file that is no store, or not a whole one.
var errDamaged = errors.New("damaged")

// errNewer marks a file written by a later program.
var errNewer = errors.New("written by a newer eddy")

func isDamage(err error) bool {
	code := codeOf(err)
	return errors.Is(err, errDamaged) || code == codeCorrupt || code == codeNotADB
}

func isBusy(err error) bool {
	code := codeOf(err)
	return code == codeBusy || code == codeLocked
}

// address returns a file's name as SQLite takes it.
func address(path, query string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: query}
	return u.String(), nil
}

// connect opens a file with one connection.
func connect(path, query string) (*sql.DB, error) {
	name, err := address(path, query)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

const (
	// A kill loses nothing in WAL mode with synchronous=NORMAL; a power cut may
	// lose the last seconds, which are asked for again, and tears nothing.
	writing = "_txlock=immediate&_pragma=busy_timeout(2000)&_pragma=auto_vacuum(2)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=cache_size(-8000)"
	reading = "mode=ro&_pragma=busy_timeout(2000)&_pragma=query_only(1)&_pragma=cache_size(-8000)"
)

// prepare makes the tables of a new file and checks those of an old one.
func prepare(ctx context.Context, db *sql.DB, writable bool) error {
	var app, have, found int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&found); err != nil {
		return err
	}
	switch {
	case app == 0 && have == 0 && found == 0 && writable:
		return create(ctx, db)
	case app != application:
		return fmt.Errorf("%w: not a store of eddy's", errDamaged)
	case have > version:
		return errNewer
	}
	return nil
}

// create makes the tables in one transaction: a kill leaves none or all.
func create(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	stamp := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", application, version)
	if _, err := tx.ExecContext(ctx, tables+stamp); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// moveAside renames a damaged file and what belongs to it, and returns its new
// name.
func moveAside(path string, now time.Time) (string, error) {
	aside := path + ".damaged-" + now.UTC().Format("20060102T150405")
	for _, tail := range []string{"-wal", "-shm", ""} {
		err := os.Rename(path+tail, aside+tail)
		if err != nil && (tail == "" || !errors.Is(err, os.ErrNotExist)) {
			return "", err
		}
	}
	return aside, nil
}
