package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/fault"
)

// builtInHeadings are what other systems call the attributes with a field of their
// own, in lower case without blanks, hyphens and underscores.
func builtInHeadings() map[string]string {
	return map[string]string{
		"name": AttributeName, "displayname": AttributeName, "fullname": AttributeName, "commonname": AttributeName, "cn": AttributeName,
		"username": AttributeUserName, "login": AttributeUserName, "loginname": AttributeUserName,
		"samaccountname": AttributeUserName, "uid": AttributeUserName, "userid": AttributeUserName,
		"email": AttributeEmail, "mail": AttributeEmail, "emailaddress": AttributeEmail, "primarysmtpaddress": AttributeEmail,
	}
}

// readHeader says which attribute each cell of a row is. Cells at the end without
// a name are none, as spreadsheets write them where something has been deleted.
func readHeader(cells []string, line int) ([]string, error) {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) > maxColumns {
		return nil, csvInvalid(fmt.Sprintf("the heading in line %d names %d columns, and at most %d can be read", line, len(cells), maxColumns)).
			WithHint("leave out the columns that are not needed")
	}
	known := builtInHeadings()
	var columns []string
	var faults []fault.Field
	seen := map[string]bool{}
	for i, cell := range cells {
		name, message := identify(known, cell)
		if seen[strings.ToLower(name)] {
			message = cmp.Or(message, "is given twice")
		}
		seen[strings.ToLower(name)] = true
		if message != "" {
			faults = append(faults, fault.Field{Name: shownHeading(cell, i), Message: message})
		}
		columns = append(columns, name)
	}
	if !slices.ContainsFunc(columns, isBuiltIn) {
		return nil, csvInvalid(fmt.Sprintf("line %d is no heading: no column is called name, userName or email", line)).
			WithHint("name the columns in the first row, such as: name,userName,email,upn,employeeId")
	}
	if len(faults) > 0 {
		return nil, badHeader(line, faults)
	}
	return columns, nil
}

// identify finds the attribute of a heading. One that is not known is an attribute
// of that name, without blanks.
func identify(known map[string]string, heading string) (name, message string) {
	heading = strings.TrimSpace(heading)
	folded := strings.ToLower(strings.NewReplacer(" ", "", "-", "", "_", "").Replace(heading))
	if name, ok := known[folded]; ok {
		return name, ""
	}
	name = strings.ReplaceAll(heading, " ", "")
	return name, checkIdentifier(name)
}

func shownHeading(heading string, i int) string {
	return cmp.Or(shortened(strings.TrimSpace(heading)), "column "+strconv.Itoa(i+1))
}

func badHeader(line int, faults []fault.Field) error {
	message := fmt.Sprintf("the heading in line %d is not valid: %s %s", line, faults[0].Name, faults[0].Message)
	if more := len(faults) - 1; more > 0 {
		message += fmt.Sprintf(" (and %d more)", more)
	}
	return csvInvalid(message).WithFields(faults...)
}
