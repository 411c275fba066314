package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/sheet"
)

// maxColumns is how many columns a file may have.
const maxColumns = maxAttributes + 3

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
	cells = sheet.Trailing(cells)
	if len(cells) > maxColumns {
		return nil, csvCodes().FaultInvalid(fmt.Sprintf("the heading in line %d names %d columns, and at most %d can be read", line, len(cells), maxColumns)).
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
			faults = append(faults, fault.Field{Name: sheet.Heading(cell, i), Message: message})
		}
		columns = append(columns, name)
	}
	if !slices.ContainsFunc(columns, isBuiltIn) {
		return nil, csvCodes().FaultInvalid(fmt.Sprintf("line %d is no heading: no column is called name, userName or email", line)).
			WithHint("name the columns in the first row, such as: name,userName,email,upn,employeeId")
	}
	if len(faults) > 0 {
		return nil, csvCodes().FaultHeading(line, faults)
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
