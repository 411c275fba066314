package notify

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"patchbay/backend/sheet"
)

// importRow is one row of the file as it would be stored.
type importRow struct {
	sheet.Row
	person Person // with the ID and revision of the stored one that it is
}

// sealedRow is what a row takes up in the vault beside its text, in bytes: its
// name and its seal.
const sealedRow = 400

// rowReader turns rows of the file into people. encoding/csv reads them: there
// are no secrets in the file whose copies would have to be wiped.
type rowReader struct {
	csv      *csv.Reader
	width    *widthLimit
	skipped  int // lines before what csv reads
	columns  []string
	known    *directory
	report   *reporter
	rows     []*importRow
	headLine int
}

func newRowReader(text []byte) *rowReader {
	separator, rest, skipped := sheet.Separator(text)
	width := &widthLimit{text: rest, separator: separator}
	reader := csv.NewReader(width)
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = rune(separator), -1, true
	return &rowReader{csv: reader, width: width, skipped: skipped}
}

// next reads a row with something in it. A row whose form is wrong has a message
// instead of cells.
func (r *rowReader) next() (cells []string, line int, message string, err error) {
	for {
		r.width.begin()
		cells, err := r.csv.Read()
		var wrong *csv.ParseError
		switch {
		case r.width.exceeded:
			return nil, 0, "", csvCodes().FaultInvalid(fmt.Sprintf("a row has more than %d cells", maxSeparators)).
				WithHint("leave out the columns that are not needed")
		case errors.As(err, &wrong):
			return nil, wrong.StartLine + r.skipped, "has a quotation mark within the text, or one that is never closed: write it twice", nil
		case err != nil:
			return nil, 0, "", err
		}
		line, _ := r.csv.FieldPos(0)
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			return cells, line + r.skipped, "", nil
		}
	}
}

// head reads the heading.
func (r *rowReader) head() error {
	cells, line, message, err := r.next()
	switch {
	case errors.Is(err, io.EOF):
		return csvCodes().FaultInvalid("the file is empty").WithHint("its first row names the columns, such as: name,userName,email")
	case err != nil:
		return err
	case message != "":
		return csvCodes().FaultInvalid(fmt.Sprintf("the heading in line %d cannot be read: it %s", line, message))
	}
	r.headLine = line
	r.columns, err = readHeader(cells, line)
	return err
}

// read reads all rows. What is wrong with one does not hide the next.
func (r *rowReader) read(ctx context.Context) error {
	for {
		cells, line, message, err := r.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the file: %w", err)
		}
		if len(r.rows) == sheet.MaxRows {
			return csvCodes().FaultRows()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		row := &importRow{Row: sheet.Row{Line: line, Size: sealedRow}}
		r.rows = append(r.rows, row)
		if message != "" {
			row.Unread = true
			r.report.blame(row, "", message)
			continue
		}
		r.fill(row, cells)
	}
}

// fill reads the cells of a row. Of a stored person a column that the file does
// not have stays as it is.
func (r *rowReader) fill(row *importRow, cells []string) {
	if len(cells) < len(r.columns) || len(sheet.Trailing(cells[len(r.columns):])) > 0 {
		row.Unread = true
		r.report.blame(row, "", fmt.Sprintf("has %d cells, and the heading %d: is a separator missing, or a quotation mark?", len(cells), len(r.columns)))
		return
	}
	given := Person{Attributes: map[string]string{}}
	for i, column := range r.columns {
		given.set(column, plainCell(cells[i]))
	}
	if e := r.known.find(given.UserName, given.Email); e != nil {
		row.person = e.Person
		row.person.Attributes = maps.Clone(e.Attributes)
		if row.person.Attributes == nil {
			row.person.Attributes = map[string]string{}
		}
		for i, column := range r.columns {
			row.person.set(column, plainCell(cells[i]))
		}
	} else {
		row.person = given
	}
	row.person = row.person.trimmed()
	for _, f := range row.person.check() {
		r.report.blame(row, strings.TrimPrefix(f.Name, "attributes."), f.Message)
	}
	row.Size += row.person.size()
}

// set gives the person a value by the name of its attribute.
func (p *Person) set(name, value string) {
	switch name {
	case AttributeName:
		p.Name = value
	case AttributeUserName:
		p.UserName = value
	case AttributeEmail:
		p.Email = value
	default:
		for own := range p.Attributes { // the same attribute in other capitals
			if strings.EqualFold(own, name) {
				delete(p.Attributes, own)
			}
		}
		p.Attributes[name] = value
	}
}

// size is about how long the person's record is, in bytes.
func (p Person) size() int {
	n := len(p.Name) + len(p.UserName) + len(p.Email)
	for name, value := range p.Attributes {
		n += len(name) + len(value) + 8
	}
	return n + n/8
}

// plainCell is a cell without spaces around it, and without the apostrophe that
// keeps a spreadsheet from computing what would be a formula.
func plainCell(cell string) string {
	return string(sheet.Unguard([]byte(strings.TrimSpace(cell))))
}
