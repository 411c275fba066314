// Package idp keeps the sign-in providers of a deployment, and proves drafts of
// them: by checks that need nobody, and by a person who signs in.
//
// A provider is found by its name, compared without regard to case, which no
// other provider of the deployment may have. Its record keeps its ID when the
// name changes, and with it the proofs.
package idp

import (
	"crypto/x509"
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// Fault codes of this package. A fault of a whole document is settings.invalid,
// as for one that does not parse.
const (
	CodeInvalid        = account.CodeSettingsInvalid
	CodeBoundElsewhere = credential.CodeBoundElsewhere
	CodeNotFound       = "idp.not_found"
	CodeExists         = "idp.exists"
	CodeNoAttempt      = "idp.no_attempt" // no sign-in waits for an answer
	CodeNoRollover     = "idp.no_rollover"
)

// Provider is a sign-in provider as stored.
type Provider struct {
	DeploymentID string
	ID           string // of the record: it stays when the name changes
	Revision     vault.Revision
	ChangedAt    time.Time
	Enabled      bool
	Settings     signin.Settings
	Infos        Infos
	Status       evidence.Status
	// LastSignIn is the newest proof by a sign-in, LastCheck the newest without
	// one; nil when there is none. Both may be of older settings.
	LastSignIn, LastCheck *proof.Report
}

// Draft returns what is stored as a draft that changes nothing.
func (p Provider) Draft() Draft {
	return Draft{ID: p.ID, Revision: p.Revision, Settings: p.Settings, Secrets: signin.KeepSecrets()}
}

// Summary is one line of the list of providers.
type Summary struct {
	ID       string
	Revision vault.Revision
	Enabled  bool
	Settings signin.Settings // with defaults; placeholders stay
	Target   string          // issuer, authorization URL or entity ID, with variables filled in
	Status   evidence.Status // without its proof
	Infos    Infos
	// Level, Code and Cause are those of the proof that the status stands on,
	// ProvedAt is when it began.
	Level, Code, Cause string
	ProvedAt           time.Time // zero when never
}

// Draft is an unsaved provider. A SAML draft without a key of its own gets one
// when it is proved, described or saved: the same each time.
type Draft struct {
	ID       string         // of the provider it was made from; empty for a new one
	Revision vault.Revision // of that provider; 0 for a new one
	Settings signin.Settings
	Secrets  signin.SecretInputs
}

// Review is what can be said of a draft without asking anyone.
type Review struct {
	Faults []fault.Field
	// Ready: all that a sign-in needs is there and valid. Complete: it can be
	// saved.
	Ready, Complete bool
	Remarks         []preset.Remark
	// Unbound names the secrets that the draft wants to keep although they were
	// saved for another destination; Bound says which one that was.
	Bound   string
	Unbound []string
	Preset  string // ID of the provider that was recognised, or ""
	// Defaults are the draft's settings with defaults filled in; placeholders
	// stay.
	Defaults  signin.Settings
	ReturnsTo string // of a test sign-in; PORT stands for a free one
	// Certificates are those that the provider is trusted to sign with.
	Certificates []Certificate
	// SPCertificate is the service provider's own, nil without one;
	// SPNextCertificate the one that is to follow it.
	SPCertificate, SPNextCertificate *Certificate
	Entities                         []signin.Entity // of pasted metadata
}

// Certificate is one of a SAML party, and where it stands.
type Certificate struct {
	*x509.Certificate
	From string // "document" or "metadata"
}
