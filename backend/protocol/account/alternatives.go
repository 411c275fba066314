package account

import "patchbay/backend/proof"

// AlternativesReport is what was seen to work beside the configured port and
// security.
type AlternativesReport struct {
	Host  string  `json:"host"` // in ASCII
	Tried []Tried `json:"tried"`
	// Best is what fits the settings best of what works, nil when nothing does.
	Best    *proof.Alternative `json:"best,omitempty"`
	Verdict proof.Verdict      `json:"verdict"` // Passed with a Best, else Failed
	// Finding says why nothing could be tried, such as an unknown host.
	Finding *proof.Finding `json:"finding,omitempty"`
}

// Tried is one way into the host that was tried, without any credential.
type Tried struct {
	Port     uint16   `json:"port"`
	Security Security `json:"security"`
	// Works: the server was reached, is trusted, and speaks the protocol.
	Works bool `json:"works"`
	// Mechanisms are the sign-ins it offers, in upper case and sorted.
	Mechanisms []string `json:"mechanisms"`
	// Detail says in a few words what was seen.
	Detail string `json:"detail"`
	// Code is the finding's when the way does not work, Finding itself.
	Code    string         `json:"code,omitempty"`
	Finding *proof.Finding `json:"finding,omitempty"`
	// Alternative applies the way to the settings; nil when it does not work or
	// does not offer the sign-in that the settings need.
	Alternative *proof.Alternative `json:"alternative,omitempty"`
	DurationMs  int64              `json:"durationMs"`
}
