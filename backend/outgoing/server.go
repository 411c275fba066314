// Package outgoing keeps a deployment's outgoing mail server, and proves a
// draft of it before it is saved.
//
// A stored secret is bound to the destination it was saved for. A proof of a
// draft may use it only while the draft leads to that same destination; this
// is enforced by the vault's encryption, not by a comparison here.
package outgoing

import (
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Fault codes of this package. A fault of a whole document is
// settings.invalid, as for one that does not parse.
const (
	CodeInvalid        = credential.CodeInvalid
	CodeNotConfigured  = "outgoing.not_configured"
	CodeBoundElsewhere = credential.CodeBoundElsewhere
)

// Server is a deployment's outgoing mail server as stored.
type Server struct {
	DeploymentID string
	Revision     vault.Revision // 0: not configured
	ChangedAt    time.Time
	Enabled      bool
	Settings     smtp.Settings
	Status       Status
	// What may be known of its secrets.
	credential.Infos
}

// Configured reports whether the deployment has an outgoing mail server.
func (s Server) Configured() bool { return s.Revision != 0 }

// Target is where the server is reached, "host:port" as it was entered; empty
// when none is configured.
func (s Server) Target() string {
	if !s.Configured() {
		return ""
	}
	full := s.Settings.WithDefaults()
	return full.Host + ":" + full.Port
}

// Draft is an unsaved configuration.
type Draft struct {
	Revision vault.Revision // of the server it was made from; 0 for a new one
	Settings smtp.Settings
	Secrets  smtp.SecretInputs
}

// Draft returns what is stored as a draft that changes nothing.
func (s Server) Draft() Draft {
	return Draft{Revision: s.Revision, Settings: s.Settings, Secrets: account.KeepSecrets()}
}

// Check is what can be said of a draft before it is saved or proved.
type Check struct {
	Faults []fault.Field
	// Ready means that every required field is there and valid.
	Ready bool
	// Settings are the draft's with defaults and variables filled in.
	Settings smtp.Settings
	// Unbound names the secrets that the draft wants to keep although they
	// were saved for another destination; Bound says which one that was.
	Unbound []string
	Bound   string
	Advice  Advice
}

func notConfigured() error {
	return fault.New(fault.NotFound, CodeNotConfigured, "this deployment has no outgoing mail server yet").
		WithHint("save one with: patchbay smtp set --from FILE")
}
