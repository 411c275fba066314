package sheet

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"patchbay/backend/fault"
)

// maxName is how many characters are shown of a name out of a file.
const maxName = 64

// Trailing drops the empty cells at the end, which spreadsheets write where
// something has been deleted. It copies none.
func Trailing[T ~string | ~[]byte](cells []T) []T {
	for len(cells) > 0 && len(bytes.TrimSpace([]byte(cells[len(cells)-1]))) == 0 {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// Shortened makes a name of a foreign file fit for a message.
func Shortened(name string) string {
	if runes := []rune(name); len(runes) > maxName {
		return string(runes[:maxName]) + "…"
	}
	return name
}

// Heading is how a message calls a column: as the file does, or by its number.
// The first has the index 0.
func Heading(heading string, index int) string {
	return cmp.Or(Shortened(strings.TrimSpace(heading)), strconv.Itoa(index+1))
}

// FaultHeading is the fault of a heading in which these columns are not right.
func (c Codes) FaultHeading(line int, columns []fault.Field) *fault.Fault {
	message := fmt.Sprintf("the heading in line %d is not valid: the column %s %s", line, columns[0].Name, columns[0].Message)
	if more := len(columns) - 1; more > 0 {
		message += fmt.Sprintf(" (and %d more)", more)
	}
	return c.FaultInvalid(message).WithFields(columns...)
}
