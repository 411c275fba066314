package handover

import (
	"errors"

	"patchbay/backend/fault"
)

// mailField begins the names of what is wrong with the outgoing mail: its
// document has fields that are called like those of a target.
const mailField = "smtp"

// mailFault says why there is nothing to push, in the words of a push.
func mailFault(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	switch {
	case f.Kind == fault.NotFound:
		return fault.New(fault.NotFound, CodeNoMail, "there is no outgoing mail server to push").
			WithField(mailField, "is not configured").WithHint(f.Hint)
	case f.Kind != fault.Invalid:
		return err
	}
	code, message := CodeIncomplete, "the outgoing mail cannot be pushed as it is stored"
	if f.Code == CodeBoundElsewhere {
		code, message = f.Code, f.Message
	}
	fields := make([]fault.Field, len(f.Fields))
	for i, field := range f.Fields {
		fields[i] = fault.Field{Name: mailField + "." + field.Name, Message: field.Message}
	}
	return fault.New(fault.Invalid, code, message).WithFields(fields...).
		WithHint("correct the outgoing mail or the deployment's variables, and push again").WithCause(err)
}
