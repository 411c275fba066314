package mailbox

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"patchbay/backend/sheet"
)

// writeCSV writes a heading and a row for each mailbox and each alias.
func writeCSV(rows []exportRow) []byte {
	written := slices.DeleteFunc(columns(), func(c column) bool { return c.name == columnSecure })
	w := newCSVWriter(sizeOf(rows, written))
	for _, c := range written {
		w.cell([]byte(c.name))
	}
	w.endRow()
	for i := range rows {
		row := &rows[i]
		for _, c := range written {
			w.cell(row.cell(c))
		}
		w.endRow()
		for j := range row.aliases {
			for _, c := range written {
				w.cell(row.aliasCell(&row.aliases[j], c))
			}
			w.endRow()
		}
	}
	return w.bytes()
}

func sizeOf(rows []exportRow, written []column) int {
	size := 0
	add := func(cell []byte) { size += csvSize(len(cell)) }
	for _, c := range written {
		add([]byte(c.name))
	}
	for i := range rows {
		for _, c := range written {
			add(rows[i].cell(c))
			for j := range rows[i].aliases {
				add(rows[i].aliasCell(&rows[i].aliases[j], c))
			}
		}
	}
	return size
}

// cell is what the row of the mailbox has in a column.
func (r *exportRow) cell(c column) []byte {
	switch {
	case c.setting != nil:
		return []byte(c.setting.get(&r.settings))
	case c.secret != nil:
		return c.secret(&r.inputs).Value.Reveal()
	default:
		return nil
	}
}

// aliasCell is what the row of one of its aliases has in a column.
func (r *exportRow) aliasCell(a *Alias, c column) []byte {
	switch {
	case c.alias != nil:
		return []byte(*c.alias(a))
	case c.name == columnMailbox:
		return []byte(r.settings.Mailbox)
	default:
		return nil
	}
}

// csvWriter writes rows as RFC 4180 §2 says. It does not grow, because what it
// would leave behind may hold secrets: size says how much room rows need.
type csvWriter struct{ out []byte }

// csvSize is the most that a cell of n bytes takes up.
func csvSize(n int) int { return 2*n + len(`"'"`) + len("\r\n") }

func newCSVWriter(size int) *csvWriter {
	return &csvWriter{out: make([]byte, 0, size+len(utf8BOM))}
}

const utf8BOM = "\xef\xbb\xbf"

// bytes returns what was written. Spreadsheets recognise UTF-8 by a byte order
// mark; a file in ASCII does not need one, and scripts do without it.
func (w *csvWriter) bytes() []byte {
	for _, b := range w.out {
		if b >= utf8.RuneSelf {
			return slices.Insert(w.out, 0, []byte(utf8BOM)...) // there is room for it
		}
	}
	return w.out
}

// cell writes one cell; the row's last one is followed by endRow.
func (w *csvWriter) cell(value []byte) {
	if sheet.StartsFormula(value) {
		w.quoted("'", value)
		return
	}
	if bytes.ContainsAny(value, ",;\t\"\r\n") || bytes.HasPrefix(value, []byte(" ")) || bytes.HasSuffix(value, []byte(" ")) {
		w.quoted("", value)
		return
	}
	w.out = append(append(w.out, value...), ',')
}

func (w *csvWriter) quoted(before string, value []byte) {
	w.out = append(append(w.out, '"'), before...)
	for _, b := range value {
		if b == '"' {
			w.out = append(w.out, b)
		}
		w.out = append(w.out, b)
	}
	w.out = append(w.out, '"', ',')
}

// endRow puts a line break in the place of the last comma.
func (w *csvWriter) endRow() {
	w.out = append(w.out[:len(w.out)-1], "\r\n"...)
}
