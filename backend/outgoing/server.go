// Package outgoing keeps a deployment's outgoing mail server, and proves a
// draft of it before it is saved.
//
// A stored secret is bound to the destination it was saved for. A proof of a
// draft may use it only while the draft leads to that same destination; this
// is enforced by the vault's encryption, not by a comparison here.
package outgoing

import (
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Fault codes of this package. A fault of a whole document is
// settings.invalid, as for one that does not parse.
const (
	CodeInvalid        = "settings.invalid"
	CodeNotConfigured  = "outgoing.not_configured"
	CodeBoundElsewhere = "settings.secret_bound_elsewhere"
)

// Server is a deployment's outgoing mail server as stored.
type Server struct {
	DeploymentID string
	Revision     vault.Revision // 0: not configured
	ChangedAt    time.Time
	Enabled      bool
	Settings     smtp.Settings
	Password     vault.SecretInfo
	ClientSecret vault.SecretInfo
	RefreshToken vault.SecretInfo
	Status       Status
}

// Configured reports whether the deployment has an outgoing mail server.
func (s Server) Configured() bool { return s.Revision != 0 }

// Views returns what may be shown of the secrets.
func (s Server) Views() smtp.SecretViews {
	return smtp.SecretViews{
		Password: view(s.Password), ClientSecret: view(s.ClientSecret), RefreshToken: view(s.RefreshToken),
	}
}

func view(info vault.SecretInfo) *smtp.SecretView {
	if !info.Set {
		return nil
	}
	return &smtp.SecretView{Set: true, ChangedAt: &info.ChangedAt}
}

// Draft is an unsaved configuration.
type Draft struct {
	Revision vault.Revision // of the server it was made from; 0 for a new one
	Settings smtp.Settings
	Secrets  smtp.SecretInputs
}

// Draft returns what is stored as a draft that changes nothing.
func (s Server) Draft() Draft {
	keep := secret.Input{Change: secret.Keep}
	return Draft{
		Revision: s.Revision, Settings: s.Settings,
		Secrets: smtp.SecretInputs{Password: keep, ClientSecret: keep, RefreshToken: keep},
	}
}

// Light says at a glance what is known of an integration.
type Light string

// The lights of an integration.
const (
	Proved   Light = "proved"
	Warned   Light = "warned"
	Stale    Light = "stale" // what was proved is not what is stored now
	Failed   Light = "failed"
	Never    Light = "never"
	Disabled Light = "disabled"
	Missing  Light = "missing" // not configured
)

// Status is the light with its reason, and the proof it stands on.
type Status struct {
	Light   Light
	Summary string // "Failed at sign-in"
	Proof   *proof.Report
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
