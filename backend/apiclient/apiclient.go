// Package apiclient keeps the API clients of a deployment, and gives them access
// tokens for the local API by the client credentials grant (RFC 6749 §4.4).
//
// A client proves itself by its ID and a secret. The secret is one of the vault:
// whoever presents it to the local API is checked against it, and a proof or a
// hand-over may send it where it was saved for and nowhere else. One client of a
// deployment is the default one as long as there is any.
//
// Access tokens are kept in memory only, by their SHA-256. They end with the
// client, its secret, its ID or its scopes, and all of them with the lock of the
// vault.
package apiclient

import (
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Fault codes of this package.
const (
	CodeInvalid         = "apiclient.invalid"
	CodeExists          = "apiclient.exists"
	CodeNotFound        = "apiclient.not_found"
	CodeInvalidClient   = "apiclient.invalid_client" // RFC 6749 §5.2
	CodeInvalidScope    = "apiclient.invalid_scope"  // RFC 6749 §5.2
	CodeTokenInvalid    = "apiclient.token_invalid"  // RFC 6750 §3.1
	CodeTooManyAttempts = "apiclient.too_many_attempts"
	CodeBoundElsewhere  = credential.CodeBoundElsewhere
)

// Generate gives a client a secret that is made for it.
const Generate secret.Change = "generate"

// How a client proves itself at the token endpoint of a target (RFC 6749 §2.3.1,
// by their names in RFC 7591 §2). The local API takes both.
const (
	ClientSecretBasic = "client_secret_basic" // what "" means
	ClientSecretPost  = "client_secret_post"
)

// Settings are those of a client, without its secret.
type Settings struct {
	ClientID    string // printable ASCII without blanks, unique in the deployment
	Description string
	Scopes      []string // scope tokens (RFC 6749 §3.3): those of the local API, and of the target
	// Default: the client is the one that is meant where none is named. It stays
	// set until another client is made the default, or this one is removed.
	Default bool
	// TokenURL is the token endpoint of a target that knows the client as well;
	// "" while only the local API does. ClientAuth is how the client proves itself
	// there, and CAPEM are authorities that are trusted beside the system's.
	TokenURL, ClientAuth, CAPEM string
}

// Client is a client as stored.
type Client struct {
	DeploymentID string
	ID           string // of the record: it stays when the client ID changes
	Revision     vault.Revision
	ChangedAt    time.Time
	Settings
	Secret     vault.SecretInfo
	Bound      string    // what the secret was saved for, in words
	LastUsedAt time.Time // by the local API, zero when never
	Tokens     int       // that are valid now
	Status     evidence.Status
}

// Draft returns what is stored as a draft that changes nothing.
func (c Client) Draft() Draft {
	return Draft{ID: c.ID, Revision: c.Revision, Settings: c.Settings, Secret: secret.Input{Change: secret.Keep}}
}

// StoredSecret says of one stored secret only that it is there.
type StoredSecret = credential.StoredSecret

// Stored lists the secrets that are there.
func (c Client) Stored() []StoredSecret {
	if !c.Secret.Set {
		return nil
	}
	return []StoredSecret{{Field: fieldSecret, ChangedAt: c.Secret.ChangedAt}}
}

// Draft is an unsaved client. A new one that brings no secret gets a generated
// one.
type Draft struct {
	ID       string         // of the client it was made from; empty for a new one
	Revision vault.Revision // of that client; 0 for a new one
	Settings
	Secret secret.Input
}

// Check is what can be said of a draft before it is saved.
type Check struct {
	Faults  []fault.Field
	Remarks []fault.Field // advice that stops nothing
	Ready   bool          // it can be saved
}
