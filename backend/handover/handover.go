// Package handover gives what a deployment has configured to the system that is
// to work with it: it says what will be written, writes it, and keeps receipts
// of what was done.
//
// The one target so far is the mail-configuration API: a push of the stored
// outgoing mail server. The secret by which Patchbay obtains a token there is
// bound to the target it was saved for, by the vault's encryption; a token that
// is given by hand is used once and never kept.
package handover

import (
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Fault codes of this package.
const (
	CodeInvalid        = "handover.invalid"
	CodeNoMail         = "handover.no_mail"    // nothing to push
	CodeIncomplete     = "handover.incomplete" // the outgoing mail means nothing elsewhere as it is stored
	CodeBoundElsewhere = credential.CodeBoundElsewhere
)

// Target is where the mail configuration of a deployment is pushed to. One that
// is not saved has the URL that the deployment's names make.
type Target struct {
	DeploymentID string
	Revision     vault.Revision // 0: not saved
	ChangedAt    time.Time
	Saved        bool
	mailapi.Settings
	ClientSecret vault.SecretInfo
	Bound        string // what the client secret was saved for, in words; "" without one
	// SSMSURL and SHIFTURL are what the deployment's names make.
	SSMSURL, SHIFTURL string
	Receipts          []Receipt // newest first
}

// Draft returns what is kept as a draft that changes nothing.
func (t Target) Draft() Draft {
	return Draft{
		Revision: t.Revision, Settings: t.Settings,
		ClientSecret: secret.Input{Change: secret.Keep}, Token: secret.Input{Change: secret.Clear},
	}
}

// Stored lists the secrets that are there.
func (t Target) Stored() []credential.StoredSecret {
	if !t.ClientSecret.Set {
		return nil
	}
	return []credential.StoredSecret{{Field: fieldClientSecret, ChangedAt: t.ClientSecret.ChangedAt}}
}

// Draft is a target that is not saved. An empty URL is the one that the
// deployment's names make for the form.
type Draft struct {
	Revision vault.Revision // of the target it was made from; 0 for a new one
	mailapi.Settings
	ClientSecret secret.Input
	Token        secret.Input // used once, never kept; set or clear
}

// Plan is what a push of a draft would write.
type Plan struct {
	Faults      []fault.Field // those of the outgoing mail begin with "smtp"
	Ready       bool          // it may be pushed
	Method, URL string
	Body        string   // as it would be sent, secrets masked; "" while there is nothing to send
	Secrets     []string // the fields of the secrets that go along
	Losses      []mailapi.Loss
}

// ApplyRequest asks for a push, of a draft that is saved or not.
type ApplyRequest struct {
	Draft
	Run string // names the run in events
	// Observe is told of each step, beside the event "proof.step".
	Observe proof.Observer
}

// Applied is a push with its evidence, and the target with its receipt.
type Applied struct {
	mailapi.Result
	Target Target
}

// Receipt says what became of a push.
type Receipt struct {
	At         time.Time // UTC
	Operator   string
	URL        string
	Status     int // of HTTP; 0 when no answer came
	Verdict    proof.Verdict
	Summary    string
	ConfigHash string // of the outgoing mail that was pushed
	Current    bool   // that is exactly what is stored now
}

// Delivery is an outgoing mail server as it is given to another system. Its
// fields are those of the delivery of the capability that keeps it.
type Delivery struct {
	Settings   smtp.Settings // with defaults and variables
	Secrets    smtp.Secrets  // whoever asked for them wipes them
	Stored     []credential.StoredSecret
	ConfigHash string
	Status     evidence.Status
}
