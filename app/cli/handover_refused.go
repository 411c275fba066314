package cli

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailapi"
)

// refused is what a failed push found, as a fault: a push is a deed and no
// proof, so that it ends with the status of what went wrong.
func refused(report proof.Report) *fault.Fault {
	if report.Verdict != proof.Failed {
		return nil
	}
	for _, step := range report.Steps {
		if step.Verdict == proof.Failed && step.Finding != nil {
			return findingFault(*step.Finding)
		}
	}
	return fault.New(fault.Rejected, mailapi.CodeUnexpectedAnswer, "the push failed")
}

func findingFault(found proof.Finding) *fault.Fault {
	remedy := strings.ReplaceAll(found.Remedy, " under Advanced", " with --ca-file FILE") // a page has a field for it
	f := fault.New(kindOf(found.Code), found.Code, faultWords(found.Cause)).WithHint(faultWords(remedy))
	for _, name := range found.Fields {
		f = f.WithField(name, f.Message)
	}
	if found.Remote != nil {
		f = f.WithRemote(*found.Remote)
	}
	return f
}

// kindOf tells who is to blame by a finding's area.
func kindOf(code string) fault.Kind {
	area, _, _ := strings.Cut(code, ".")
	switch {
	case code == dial.CodeTimeout:
		return fault.Timeout
	case area == "settings":
		return fault.Invalid
	case area == "net":
		return fault.Unreachable
	default:
		return fault.Rejected
	}
}

// faultWords turns the sentences of a finding into the words of a fault, which
// begin in lower case and end without a full stop. An abbreviation stays.
func faultWords(text string) string {
	text = strings.TrimSuffix(text, ".")
	first, n := utf8.DecodeRuneInString(text)
	next, _ := utf8.DecodeRuneInString(text[n:])
	if unicode.IsLower(next) || strings.HasPrefix(text, "A ") {
		return string(unicode.ToLower(first)) + text[n:]
	}
	return text
}
