package render

import (
	"fmt"

	"patchbay/backend/fault"
)

// maxTold is how many errors of a template a fault tells.
const maxTold = 20

// Fault tells the first errors of a template, by field and place. It has the code of
// who refuses the template, or [CodeTooLarge]: one that is too large was not read any
// further.
func Fault(code string, problems []Problem) *fault.Fault {
	f := fault.New(fault.Invalid, code, "the template has errors")
	for _, p := range problems {
		if p.Severity != Error || len(f.Fields) == maxTold {
			continue
		}
		if p.Code == CodeTooLarge {
			f.Code, f.Message = p.Code, "the template is too large"
		}
		message := p.Message
		if p.Line > 0 {
			message = fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, message)
		}
		f = f.WithField(p.Field, message)
	}
	return f
}
