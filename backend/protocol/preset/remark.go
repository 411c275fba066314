package preset

import "patchbay/backend/protocol/signin"

// Severity says how much a remark matters.
type Severity string

// The closed set of severities.
const (
	Error   Severity = "error"   // it will not work
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
}

// Lint looks at the settings for what a provider would stumble over.
func Lint(signin.Settings) []Remark { return nil }
