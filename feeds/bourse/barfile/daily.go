package barfile

import (
	"io"

	"eddy/model"
)

// dailyValues are the columns a daily file may have its number in.
var dailyValues = []string{"usd", "gwei", "value", "index"}

// ReadDaily reads a file of one number a day, as lie in the macro folder: a
// column date or ts, and one for the number. Errors are of type *Error.
func ReadDaily(path string, add func(day model.Millis, value float64)) error {
	return readFile(path, func(r io.Reader) error {
		t := newTable(path, r)
		cols, err := t.header(append([]string{"date", "ts", "filled"}, dailyValues...)...)
		if err != nil {
			return err
		}
		at, name := cols["date"], ""
		if at < 0 {
			at = cols["ts"]
		}
		for _, n := range dailyValues {
			if cols[n] >= 0 && name == "" {
				name = n
			}
		}
		if at < 0 || name == "" {
			return t.fail("bad header: want a date and a number: date,usd or date,gwei or date,value")
		}
		return t.days(at, cols["date"] >= 0, cols[name], name, add)
	})
}

// days reads the lines of a daily file.
func (t *table) days(at int, daily bool, field int, name string, add func(model.Millis, float64)) error {
	var last model.Millis
	for {
		more, err := t.next()
		if err != nil || !more {
			return err
		}
		if last, err = t.moment(at, daily, last); err != nil {
			return err
		}
		v, err := t.number(field, name)
		if err != nil {
			return err
		}
		if v < 0 {
			return t.fail("%s: %v is below zero", name, v)
		}
		add(last, v)
	}
}
