package preset

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

// Severity says how much a remark matters.
type Severity string

// The closed set of severities.
const (
	Error   Severity = "error"   // it will not work, or lets anybody in
	Warning Severity = "warning" // it may not work, or is not safe
	Hint    Severity = "hint"
)

// Remark is what a look at the settings finds, before anything is sent.
type Remark struct {
	Code     string // stable: "callback_scheme"
	Severity Severity
	Field    string // of the document
	Message  string // a full sentence
	Remedy   string // the next step
	// Unverified: no source confirms what the provider does.
	Unverified bool
}

// Lint looks at expanded settings for what a provider would stumble over, and for
// what would let in whom it should not. The gravest remarks come first.
func Lint(s signin.Settings) []Remark {
	return sorted(slices.Concat(callbackRemarks(s), loopbackRemarks(s), providerRemarks(s), safetyRemarks(s)))
}

func sorted(remarks []Remark) []Remark {
	order := []Severity{Error, Warning, Hint}
	slices.SortStableFunc(remarks, func(a, b Remark) int {
		return slices.Index(order, a.Severity) - slices.Index(order, b.Severity)
	})
	return remarks
}

// remarks collects.
type remarks []Remark

func (r *remarks) add(severity Severity, code, field, message, remedy string) {
	*r = append(*r, Remark{Code: code, Severity: severity, Field: field, Message: message, Remedy: remedy})
}

// guess adds a remark that no source confirms, as a warning at most.
func (r *remarks) guess(severity Severity, code, field, message, remedy string) {
	if severity == Error {
		severity = Warning
	}
	*r = append(*r, Remark{Code: code, Severity: severity, Field: field, Message: message, Remedy: remedy, Unverified: true})
}
