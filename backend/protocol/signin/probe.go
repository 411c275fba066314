package signin

import (
	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// ProbeReport is what trying the ambiguous settings by name came to.
type ProbeReport struct {
	Rows []ProbeRow
	// Finding says why nothing could be tried; nil when something was.
	Finding *proof.Finding
}

// ProbeRow is one setting and one value of it.
type ProbeRow struct {
	Setting string // field of the document
	Label   string // "Client authentication: client_secret_post"
	Value   string
	Current bool // it is what the settings say
	Verdict ProbeVerdict
	Detail  string        // what the provider did
	Remote  *fault.Remote // the provider's own words, nil without any
	// Alternative applies the value, when it is taken and is not Current.
	Alternative *proof.Alternative
}

// ProbeVerdict is what a provider makes of a value.
type ProbeVerdict string

// The closed set of verdicts.
const (
	ProbeTaken   ProbeVerdict = "taken"
	ProbeRefused ProbeVerdict = "refused"
	ProbeUnclear ProbeVerdict = "unclear" // without a person it cannot be told
)
