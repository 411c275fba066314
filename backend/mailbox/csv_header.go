package mailbox

import (
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/sheet"
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
		return csvHeader{}, csvCodes().FaultInvalid("the file is empty").
			WithHint("its first row names the columns, such as: mailbox,password,host,name,description")
	case row.fault != "":
		return csvHeader{}, csvCodes().FaultInvalid(fmt.Sprintf("the heading in line %d cannot be read: cell %d %s", row.line, row.at+1, row.fault))
	case row.count > maxCells:
		return csvHeader{}, csvCodes().FaultInvalid(fmt.Sprintf("the heading in line %d names more than %d columns", row.line, maxCells))
	}
	known := columns()
	var h csvHeader
	var faults []fault.Field
	for i, cell := range sheet.Trailing(row.cells) {
		c, message := identify(known, string(cell), h.columns)
		if message != "" {
			faults = append(faults, fault.Field{Name: sheet.Heading(string(cell), i), Message: message})
		}
		h.columns = append(h.columns, c)
	}
	h.width = len(h.columns)
	if !h.has(columnMailbox) {
		// What stands there instead is not repeated: it may be a row with a password.
		return csvHeader{}, csvCodes().FaultInvalid(fmt.Sprintf("line %d is no heading: no column is called mailbox", row.line)).
			WithField(columnMailbox, "is missing from the heading").WithHint(hintColumns(known))
	}
	if len(faults) > 0 {
		return csvHeader{}, csvCodes().FaultHeading(row.line, faults).WithHint(hintColumns(known))
	}
	return h, nil
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
