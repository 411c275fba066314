package mailbox

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"patchbay/backend/sheet"

	"github.com/google/go-cmp/cmp"
)

// scanned is a row, copied.
type scanned struct {
	Line  int
	Cells []string
	Fault string
}

func scanAll(text string, separator byte) []scanned {
	var rows []scanned
	s := newCSVScanner([]byte(text), separator)
	for row := s.next(); row != nil; row = s.next() {
		out := scanned{Line: row.line, Fault: row.fault}
		for _, cell := range row.cells {
			out.Cells = append(out.Cells, string(cell))
		}
		rows = append(rows, out)
	}
	return rows
}

func TestScanCSV(t *testing.T) {
	unclosed := "begins with a quotation mark that is never closed"
	late := "begins with a quotation mark that is not closed, or has one within the text: write that one twice"
	within := "has a quotation mark within the text: write it twice"
	for name, c := range map[string]struct {
		text      string
		separator byte
		want      []scanned
	}{
		"nothing":              {"", ',', nil},
		"one cell":             {"a", ',', []scanned{{1, []string{"a"}, ""}}},
		"rows":                 {"a,b\nc,d\n", ',', []scanned{{1, []string{"a", "b"}, ""}, {2, []string{"c", "d"}, ""}}},
		"carriage returns":     {"a,b\r\nc,d\r\n", ',', []scanned{{1, []string{"a", "b"}, ""}, {2, []string{"c", "d"}, ""}}},
		"empty cells":          {",\n", ',', []scanned{{1, []string{"", ""}, ""}}},
		"an empty line":        {"a\n\nb", ',', []scanned{{1, []string{"a"}, ""}, {2, []string{""}, ""}, {3, []string{"b"}, ""}}},
		"semicolons":           {"a;b,c\n", ';', []scanned{{1, []string{"a", "b,c"}, ""}}},
		"quoted separators":    {`"a,b","c"` + "\n", ',', []scanned{{1, []string{"a,b", "c"}, ""}}},
		"doubled marks":        {`"say ""hi""",""""` + "\n", ',', []scanned{{1, []string{`say "hi"`, `"`}, ""}}},
		"a quoted line break":  {"\"a\r\nb\",c\nd,e\n", ',', []scanned{{1, []string{"a\r\nb", "c"}, ""}, {3, []string{"d", "e"}, ""}}},
		"a mark in plain text": {`a"b,c` + "\n", ',', []scanned{{1, []string{`a"b`, "c"}, ""}}},
		"text after a quoted cell": {"\"a\"b,c\nd,e\n", ',', []scanned{
			{1, nil, within}, {2, []string{"d", "e"}, ""},
		}},
		"a mark that is never closed": {"a,\"b\nc,d\n", ',', []scanned{
			{1, []string{"a"}, unclosed}, {2, []string{"c", "d"}, ""},
		}},
		"a mark that is closed lines later": {"a,\"b\nc,\"d\ne,f\n", ',', []scanned{
			{1, []string{"a"}, late}, {2, []string{"c"}, unclosed}, {3, []string{"e", "f"}, ""},
		}},
		"a mark that another row's seems to close": {"a,\"b\nc,d\n\"e\",f\n", ',', []scanned{
			{1, []string{"a"}, late}, {2, []string{"c", "d"}, ""}, {3, []string{"e", "f"}, ""},
		}},
		"a long cell": {strings.Repeat("x", maxCell+1) + ",b\nc,d", ',', []scanned{
			{1, []string{"", "b"}, "is longer than 64 KiB"}, {2, []string{"c", "d"}, ""},
		}},
		"a long quoted cell": {`"` + strings.Repeat(`""`, maxCell+1) + "\",b\nc,d", ',', []scanned{
			{1, []string{"", "b"}, "is longer than 64 KiB"}, {2, []string{"c", "d"}, ""},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, scanAll(c.text, c.separator)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScanKeepsNoMoreCellsThanColumns(t *testing.T) {
	s := newCSVScanner(bytes.Repeat([]byte(","), 1_000_000), ',')
	if row := s.next(); len(row.cells) != maxCells || row.count != 1_000_001 {
		t.Errorf("%d cells are kept of %d", len(row.cells), row.count)
	}
}

// FuzzScanCSV holds the scanner against encoding/csv: what that one accepts,
// both read alike, but for line breaks, which encoding/csv changes.
func FuzzScanCSV(f *testing.F) {
	for _, seed := range []string{
		"a,b\nc,d\n", "\"a\"\"b\",c\r\n", "\"a\nb\",c", "\"a", "a\"b", "\"a\"b\n", ",,\n", "\n\n", "\"\"\"", "a,\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := scanAll(text, ',')
		if n := strings.Count(text, "\n") + 1; len(got) > n {
			t.Fatalf("%d rows of %d lines", len(got), n)
		}
		want, ok := encodingCSV(text)
		if !ok || strings.Contains(text, "\r") {
			return
		}
		var cells [][]string
		for _, row := range got {
			if len(row.Cells) > 1 || len(row.Cells) == 1 && (row.Cells[0] != "" || quotedEmpty(text, row.Line)) {
				cells = append(cells, row.Cells)
			}
		}
		if diff := cmp.Diff(want, cells); diff != "" {
			t.Errorf("%q (-encoding/csv +ours):\n%s", text, diff)
		}
	})
}

// quotedEmpty reports whether a line holds an empty cell that is written out,
// which encoding/csv does not skip.
func quotedEmpty(text string, line int) bool {
	return strings.HasPrefix(strings.Split(text, "\n")[line-1], `"`)
}

func encodingCSV(text string) ([][]string, bool) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, true
		}
		if err != nil {
			return nil, false
		}
		rows = append(rows, row)
	}
}

// FuzzWriteCSV: what is written is read back, cells of any content, in one row.
func FuzzWriteCSV(f *testing.F) {
	for _, seed := range []string{"a", "=1+1", "'=1+1", "''=1", "-----BEGIN", "\"", "a,b", " a ", "\r\n", "@x", "\t", "ä"} {
		f.Add(seed, "second")
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		w := newCSVWriter(csvSize(len(first)) + csvSize(len(second)))
		room := cap(w.out)
		w.cell([]byte(first))
		w.cell([]byte(second))
		w.endRow()
		out := w.bytes()
		if cap(out) != room {
			t.Fatalf("the buffer grew from %d to %d bytes", room, cap(out))
		}
		rows := scanAll(strings.TrimPrefix(string(out), utf8BOM), ',')
		if strings.HasPrefix(first, utf8BOM) || len(first) > maxCell || len(second) > maxCell {
			return
		}
		if len(rows) != 1 || len(rows[0].Cells) != 2 {
			t.Fatalf("%q is read as %v", out, rows)
		}
		for i, want := range []string{first, second} {
			cell := rows[0].Cells[i]
			if cell != "" && strings.IndexByte("=+-@\t\r\n", cell[0]) >= 0 {
				t.Errorf("the cell %q begins a formula", cell)
			}
			if got := string(sheet.Unguard([]byte(cell))); got != want {
				t.Errorf("%q is read back as %q", want, got)
			}
		}
	})
}
