package app

// Expiry is something that ends: a certificate, a client secret, the age at
// which the encryption key is to be rotated. Page is where it is looked after.
type Expiry struct {
	Kind    string `json:"kind"` // "certificate", "clientSecret", "key"
	Subject string `json:"subject"`
	At      string `json:"at"`
	Days    int    `json:"days"`  // until then, negative when past
	State   string `json:"state"` // "past", "soon" (within 30 days) or "later"
	Page    string `json:"page"`  // "outgoing", "keys"
}

// RecentProof is one line of the newest proofs.
type RecentProof struct {
	Kind      string `json:"kind"` // "outgoing"
	Title     string `json:"title"`
	Target    string `json:"target"`
	Level     string `json:"level"`
	Verdict   string `json:"verdict"`
	Summary   string `json:"summary"`
	StartedAt string `json:"startedAt"`
	Current   bool   `json:"current"` // the one that the light stands on
}

// ProveAllRequest asks for a proof of everything a deployment has. Nothing is
// sent: outgoing mail is proved up to the envelope.
type ProveAllRequest struct {
	RunID        string `json:"runId"`
	DeploymentID string `json:"deploymentId"`
}

// ProvingProgress is the payload of the event "overview.proving". The steps
// of each proof come as "proof.step" with the run "RunID/Kind".
type ProvingProgress struct {
	RunID   string `json:"runId"`
	Kind    string `json:"kind"` // of what was just proved; empty at the start
	Verdict string `json:"verdict"`
	Done    int    `json:"done"`
	Total   int    `json:"total"`
}

// ProvedAll is how that ended, integration by integration.
type ProvedAll struct {
	Results   []ProvedOne `json:"results"`
	Cancelled bool        `json:"cancelled"`
}

// ProvedOne is one integration's proof.
type ProvedOne struct {
	Kind    string `json:"kind"`
	Title   string `json:"title"`
	Verdict string `json:"verdict"` // "skipped" when it is not configured
	Summary string `json:"summary"`
}

// Integration is one line of the overview and one light of the sidebar; there
// may be several of the kind "mailboxes", one for each server, and of the kind
// "idp", one for each provider. Level is "check" for one at which nobody has
// signed in yet.
type Integration struct {
	Kind     string `json:"kind"` // "outgoing", "mailboxes", "idp"
	Title    string `json:"title"`
	Target   string `json:"target"` // host:port, empty when not configured
	Light    Light  `json:"light"`
	Summary  string `json:"summary"` // "Failed at sign-in", "Never proved"
	Level    string `json:"level"`
	ProvedAt string `json:"provedAt"`
}
