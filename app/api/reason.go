package api

import (
	"strings"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/operator"
)

// journalled reports whether the use case has noted its refusal by itself, under
// the action that was tried and as made through the client: one entry is enough.
func journalled(f *fault.Fault) bool {
	switch f.Code {
	case operator.CodeNotAllowed, credential.CodeBoundElsewhere, mailbox.CodeHasAliases:
		return true
	}
	return false
}

// reasonOf is for the journal: it names what was wrong, never what was sent.
func reasonOf(f *fault.Fault) string {
	if names := fieldNames(f); names != "" {
		return f.Code + ": " + names
	}
	return f.Code
}

// shownReason is for the list of calls, in words.
func shownReason(f *fault.Fault) string {
	names := fieldNames(f)
	switch {
	case names == "", f.Kind != fault.Invalid:
		return f.Message
	case f.Code == credential.CodeBoundElsewhere:
		return "to be entered again for another destination: " + names
	}
	return "not valid: " + names
}

// fieldNames lists the fields that a fault blames.
func fieldNames(f *fault.Fault) string {
	const most = 200 // bytes of names, some of which the caller made up
	var names []string
	for _, field := range f.Fields {
		names = append(names, field.Name)
	}
	listed := strings.Join(names, ", ")
	if len(listed) > most {
		listed = strings.ToValidUTF8(listed[:most], "") + "..."
	}
	return listed
}
