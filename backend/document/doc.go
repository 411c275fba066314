// Package document reads configuration documents strictly: what is not JSON,
// an unknown or repeated field, a value of a wrong type, or a mask in place of a
// secret is refused with the names of the fields.
//
// Whether the values are good is for their owners to say.
package document

import (
	"fmt"

	"patchbay/backend/fault"
)

// CodeInvalid is the code of every fault of this package.
const CodeInvalid = "settings.invalid"

// maxSize bounds a document, in bytes.
const maxSize = 64 << 10

// MaxLarge bounds one that carries another, in bytes.
const MaxLarge = 4 << 20

// Invalid is the fault of a whole document.
func Invalid(message string) *fault.Fault {
	return fault.New(fault.Invalid, CodeInvalid, message).
		WithHint("correct the document and try again")
}

// InvalidFields is the fault of some of its fields, at least one.
func InvalidFields(fields []fault.Field) *fault.Fault {
	message := fmt.Sprintf("the field %s %s", fields[0].Name, fields[0].Message)
	if more := len(fields) - 1; more > 0 {
		message += fmt.Sprintf(" (and %d more)", more)
	}
	return Invalid(message).WithFields(fields...)
}
