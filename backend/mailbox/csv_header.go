package mailbox

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/fault"
)

// csvHeader says which column each cell of a row is.
type csvHeader struct {
	columns []column // by the index of the cell
	width   int
}

// readHeader reads the first row with something in it.
func readHeader(s *csvScanner) (csvHeader, error) {
	row := s.next()
	for row != nil && row.blank() {
		row = s.next()
	}
	switch {
	case row == nil:
		return csvHeader{}, csvInvalid("the file is empty").
			WithHint("its first row names the columns, such as: mailbox,password,host,name,description")
	case row.fault != "":
		return csvHeader{}, csvInvalid(fmt.Sprintf("the heading in line %d cannot be read: cell %d %s", row.line, row.at+1, row.fault))
	case row.count > maxCells:
		return csvHeader{}, csvInvalid(fmt.Sprintf("the heading in line %d names more than %d columns", row.line, maxCells))
	}
	known := columns()
	var h csvHeader
	var faults []fault.Field
	for i, cell := range trailing(row.cells) {
		c, message := identify(known, string(cell), h.columns)
		if message != "" {
			faults = append(faults, fault.Field{Name: shownHeading(string(cell), i), Message: message})
		}
		h.columns = append(h.columns, c)
	}
	h.width = len(h.columns)
	if !h.has(columnMailbox) {
		// What stands there instead is not repeated: it may be a row with a password.
		return csvHeader{}, csvInvalid(fmt.Sprintf("line %d is no heading: no column is called mailbox", row.line)).
			WithField(columnMailbox, "is missing from the heading").WithHint(hintColumns(known))
	}
	if len(faults) > 0 {
		return csvHeader{}, badHeader(row.line, faults, known)
	}
	return h, nil
}

// trailing drops the empty cells at the end, which spreadsheets write where
// something has been deleted.
func trailing(cells [][]byte) [][]byte {
	for len(cells) > 0 && len(bytes.TrimSpace(cells[len(cells)-1])) == 0 {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// identify finds the column of a heading, however it is capitalised.
func identify(known []column, heading string, before []column) (column, string) {
	folded := strings.ToLower(strings.Join(strings.Fields(heading), " "))
	if folded == "" {
		return column{}, "has no name"
	}
	i := slices.IndexFunc(known, func(c column) bool { return strings.ToLower(c.name) == folded || c.heading == folded })
	switch {
	case i < 0:
		return column{}, "is unknown"
	case slices.ContainsFunc(before, func(c column) bool { return c.name == known[i].name }):
		return known[i], "is given twice"
	}
	return known[i], ""
}

func shownHeading(heading string, i int) string {
	heading = strings.TrimSpace(heading)
	if heading == "" {
		return strconv.Itoa(i + 1)
	}
	const most = 64
	if runes := []rune(heading); len(runes) > most {
		heading = string(runes[:most]) + "…"
	}
	return heading
}

func badHeader(line int, faults []fault.Field, known []column) error {
	message := fmt.Sprintf("the heading in line %d is not valid: the column %s %s", line, faults[0].Name, faults[0].Message)
	if more := len(faults) - 1; more > 0 {
		message += fmt.Sprintf(" (and %d more)", more)
	}
	return csvInvalid(message).WithFields(faults...).WithHint(hintColumns(known))
}

func hintColumns(known []column) string {
	names := make([]string, len(known))
	for i, c := range known {
		names[i] = c.name
	}
	return "name the columns in the first row as the fields of the document: " + strings.Join(names, ", ")
}

func (h csvHeader) has(name string) bool {
	return slices.ContainsFunc(h.columns, func(c column) bool { return c.name == name })
}

// names are the columns of the file.
func (h csvHeader) names() []string {
	names := make([]string, len(h.columns))
	for i, c := range h.columns {
		names[i] = c.name
	}
	return names
}
