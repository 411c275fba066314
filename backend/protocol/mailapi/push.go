package mailapi

import (
	"context"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

// Secrets are the values that Settings does not hold: a token, or the secret of
// the client that obtains one at TokenURL.
type Secrets struct{ Token, ClientSecret secret.Text }

// Wipe forgets them.
func (s Secrets) Wipe() {
	s.Token.Wipe()
	s.ClientSecret.Wipe()
}

// CheckSecrets names the secrets that a push needs and that are not there, or
// that no request can carry.
func (s Settings) CheckSecrets(secrets Secrets) []fault.Field { return nil }

// PushRequest says what to push where, and how this machine gets there. Secrets
// and body are borrowed.
type PushRequest struct {
	Settings
	Secrets Secrets
	Body    secret.Text // of [Body]
	// Blocked explains why nothing may be sent; nil when nothing stands against
	// it.
	Blocked *proof.Finding
	Network dial.Network
	Observe proof.Observer   // may be nil
	Now     func() time.Time // nil is time.Now
	Version string           // of Patchbay
	Host    string           // this machine; "" asks the system
}

// Result is what a push came to.
type Result struct {
	Report proof.Report `json:"report"`
	// Exchange is what was sent and answered, nil when nothing was sent.
	Exchange *Exchange `json:"exchange,omitempty"`
}

// Exchange is a request and its answer as they may be shown: every secret in
// them is masked.
type Exchange struct {
	Method          string   `json:"method"`
	URL             string   `json:"url"`
	RequestHeaders  []string `json:"requestHeaders"` // "Name: value"
	RequestBody     string   `json:"requestBody"`
	Status          int      `json:"status"` // 0 without an answer
	StatusText      string   `json:"statusText"`
	ResponseHeaders []string `json:"responseHeaders"`
	ResponseBody    string   `json:"responseBody"`
	// Cut: the answer is longer than what is shown of it.
	Cut bool `json:"cut,omitempty"`
}

// Push makes one request. It returns after the deadline of each step at the
// latest, and at once when ctx is cancelled.
func Push(ctx context.Context, r PushRequest) Result { return Result{} }
