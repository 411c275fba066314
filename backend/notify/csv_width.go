package notify

import (
	"bytes"
	"errors"
	"io"
)

// maxSeparators bounds how many separators a row may have, also within its cells.
// encoding/csv takes dozens of bytes for each cell: a file of nothing but separators
// would cost gigabytes.
const maxSeparators = 64 << 10

var errTooWide = errors.New("notify: a row has too many cells")

// widthLimit hands out a file, and ends it when a row gets too wide. It counts from
// where the reader of rows stands, which is a buffer ahead of the row.
type widthLimit struct {
	text      []byte
	separator byte
	count     int
	exceeded  bool
}

// begin says that another row is read from here on.
func (w *widthLimit) begin() { w.count = 0 }

func (w *widthLimit) Read(p []byte) (int, error) {
	if w.exceeded {
		return 0, errTooWide
	}
	if len(w.text) == 0 {
		return 0, io.EOF
	}
	n := copy(p, w.text)
	w.text = w.text[n:]
	if w.count += bytes.Count(p[:n], []byte{w.separator}); w.count > maxSeparators {
		w.exceeded = true
		return 0, errTooWide
	}
	return n, nil
}
