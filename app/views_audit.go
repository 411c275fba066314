package app

// AuditEntry is one line of the audit journal.
type AuditEntry struct {
	Sequence   int    `json:"sequence"`
	At         string `json:"at"`
	Operator   string `json:"operator"`
	Via        string `json:"via"` // the API client through which it was done; "" without one
	Action     string `json:"action"`
	Deployment string `json:"deployment"` // ID
	Subject    string `json:"subject"`
	Detail     string `json:"detail"`
	Refused    bool   `json:"refused"` // it was attempted and not allowed
}
